-- What a subscription can say beyond dbt Cloud's API; secrets in rotation; manual redelivery; rendered bodies; API tokens.

ALTER TABLE subscription ADD COLUMN filter VARCHAR(10000);
ALTER TABLE subscription ADD COLUMN template VARCHAR(100000);
ALTER TABLE subscription ADD COLUMN headers VARCHAR(60000) DEFAULT '' NOT NULL;       -- one 'Name: value' a line
ALTER TABLE subscription ADD COLUMN signature VARCHAR(10) DEFAULT 'BOTH' NOT NULL;
ALTER TABLE subscription ADD COLUMN concurrency INTEGER DEFAULT 0 NOT NULL;           -- 0: the setting
ALTER TABLE subscription ADD COLUMN rate_limit INTEGER DEFAULT 0 NOT NULL;            -- attempts a second; 0: no limit
ALTER TABLE subscription ADD COLUMN retired_secret VARCHAR(200);
ALTER TABLE subscription ADD COLUMN retired_until BIGINT;

ALTER TABLE delivery ADD COLUMN uncounted SMALLINT DEFAULT 0 NOT NULL; -- attempts that the redelivery schedule does not count
ALTER TABLE delivery ADD COLUMN rendered ${bytes};                     -- what the template made; null: sent as the event is

-- With the number in it, the newest finished deliveries of a subscription are found without reading the others.
DROP INDEX delivery_by_subscription;
CREATE INDEX delivery_by_subscription ON delivery (subscription_no, due_at, no);

-- Under which key a client asked for a subscription, so that asking again makes no second one.
CREATE TABLE create_key (
  account_id      BIGINT NOT NULL,
  client_key      VARCHAR(255) NOT NULL,
  request         VARCHAR(64) NOT NULL,           -- SHA-256 of what was asked for, in hex
  subscription_no BIGINT NOT NULL,
  created_at      BIGINT NOT NULL,
  PRIMARY KEY (account_id, client_key)
);

CREATE TABLE api_token (
  id         VARCHAR(64) PRIMARY KEY,
  name       VARCHAR(255) NOT NULL,
  digest     VARCHAR(64) NOT NULL UNIQUE,         -- SHA-256 of the token, in hex; the token itself is kept nowhere
  role       VARCHAR(20) NOT NULL,
  accounts   VARCHAR(10000) NOT NULL,             -- one a line; empty: every account
  created_at BIGINT NOT NULL
);
