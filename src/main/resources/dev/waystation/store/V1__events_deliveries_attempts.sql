-- Times are microseconds since 1970, unless a comment says otherwise. Words as in the documentation.

CREATE TABLE subscription (
  no                   BIGINT PRIMARY KEY,
  id                   VARCHAR(64) NOT NULL UNIQUE,
  account_id           BIGINT NOT NULL,
  name                 VARCHAR(1000) NOT NULL,
  description          VARCHAR(10000) NOT NULL,
  event_types          VARCHAR(100000) NOT NULL,  -- one a line
  job_ids              VARCHAR(1000000) NOT NULL, -- one a line; empty: every job
  destination          VARCHAR(10) NOT NULL,      -- HTTP or ROUTE
  client_url           VARCHAR(10000) NOT NULL,
  secret               VARCHAR(200) NOT NULL,
  active               BOOLEAN NOT NULL,
  deactivate_reason    VARCHAR(1000),
  created_at           BIGINT NOT NULL,
  updated_at           BIGINT NOT NULL,
  last_status          INTEGER NOT NULL,          -- of the latest attempt; 0 before the first
  dispatched_at        BIGINT,                    -- of the latest attempt
  consecutive_failures INTEGER NOT NULL,          -- deliveries that failed for good since the last success
  failing_since        BIGINT                     -- first failed attempt since the last success
);

CREATE TABLE event (
  no             BIGINT PRIMARY KEY,              -- grows with time; its deliveries are no+1 to no+fan_out
  account_id     BIGINT NOT NULL,
  event_id       VARCHAR(64) NOT NULL,
  type           VARCHAR(1024) NOT NULL,
  subject        VARCHAR(10000) NOT NULL,
  body           ${bytes} NOT NULL,
  webhook_offset INTEGER NOT NULL,                -- where a subscription's own fields go into the body; -1: nowhere
  fan_out        INTEGER NOT NULL,
  accepted_at    BIGINT NOT NULL
);

-- The same event id published twice fans out once.
CREATE UNIQUE INDEX event_by_id ON event (event_id, account_id);

CREATE TABLE delivery (
  no              BIGINT PRIMARY KEY,
  event_no        BIGINT NOT NULL,
  subscription_no BIGINT NOT NULL,
  webhook_name    VARCHAR(1000) NOT NULL,         -- the subscription's name when the event was accepted
  status          SMALLINT NOT NULL,              -- 0 owed, 1 succeeded, 2 failed for good
  attempts        SMALLINT NOT NULL,              -- made so far
  due_at          BIGINT,                         -- next attempt, or end of the claim; null when finished
  lease           BIGINT                          -- token of the claim; null when nobody has claimed it
);

-- Finds what is due in a lane, and a subscription's finished deliveries in the order of their numbers.
CREATE INDEX delivery_by_subscription ON delivery (subscription_no, due_at);

CREATE TABLE attempt (
  no               BIGINT PRIMARY KEY,            -- 256 * delivery + number of the attempt
  started_at       BIGINT NOT NULL,
  duration         BIGINT NOT NULL,               -- microseconds
  status           INTEGER NOT NULL,              -- HTTP status; 0 when there was none
  error            VARCHAR(20),                   -- why there was none
  error_info       VARCHAR(1000),
  request_headers  VARCHAR(20000),
  response_headers VARCHAR(20000),
  response_body    ${bytes},
  truncated        BOOLEAN NOT NULL
);
