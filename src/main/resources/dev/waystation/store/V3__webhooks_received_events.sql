-- Webhooks; received events beside run events; the feed; resource ids in subscriptions.

CREATE TABLE webhook (
  id                   VARCHAR(36) PRIMARY KEY,
  account_id           BIGINT NOT NULL,
  name                 VARCHAR(10000) NOT NULL,
  description          VARCHAR(10000) NOT NULL,
  enabled              BOOLEAN NOT NULL,
  template             VARCHAR(60000) NOT NULL,
  slug                 VARCHAR(64) NOT NULL UNIQUE,
  verification         VARCHAR(200000) NOT NULL,  -- JSON, with its secrets
  deduplication_key    VARCHAR(60000),            -- null: repetitions are not recognised
  deduplication_window BIGINT,                    -- seconds
  redact_headers       BOOLEAN NOT NULL,
  created_at           BIGINT NOT NULL,
  updated_at           BIGINT NOT NULL
);

ALTER TABLE subscription ADD COLUMN resource_ids VARCHAR(1000000) DEFAULT '' NOT NULL; -- one a line; exact, or with * at the end

ALTER TABLE event ADD COLUMN kind SMALLINT DEFAULT 0 NOT NULL;  -- 0 run event, 1 received event
ALTER TABLE event ADD COLUMN body_rest ${bytes};                -- what does not fit into body; null: nothing
ALTER TABLE event ADD COLUMN occurred_at BIGINT DEFAULT 0 NOT NULL; -- when it happened, as the event itself says
UPDATE event SET occurred_at = accepted_at;

-- The feed is read in the order in which things happened.
CREATE INDEX event_by_time ON event (account_id, occurred_at, no);

-- By what repetitions of a sender are recognised. An old key may stand here until the retention takes it.
CREATE TABLE once_key (
  once_key   VARCHAR(128) PRIMARY KEY,
  no         BIGINT NOT NULL,                     -- of the event that was taken
  expires_at BIGINT NOT NULL
);

-- A received event's name has up to 1024 code points.
ALTER TABLE event ALTER COLUMN type SET DATA TYPE VARCHAR(2048);
