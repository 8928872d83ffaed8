SET lock_timeout = '5s';

CREATE TABLE "goodwill" (
  "reader_id"       uuid NOT NULL REFERENCES "reader" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "subscription_id" uuid NOT NULL,
  "locked_from"     timestamptz(3) NOT NULL,
  "locked_until"    timestamptz(3) NOT NULL,
  "minutes"         integer NOT NULL CHECK ("minutes" > 0),
  "event_id"        uuid NOT NULL,
  PRIMARY KEY ("reader_id", "subscription_id", "locked_from"),
  CHECK ("locked_from" < "locked_until")
);
