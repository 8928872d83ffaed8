SET lock_timeout = '5s';

CREATE TABLE "gift_link" (
  "id"          uuid PRIMARY KEY,
  "giver_id"    uuid NOT NULL REFERENCES "reader" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "article_id"  uuid NOT NULL,
  "publication" text NOT NULL,
  "valid_from"  timestamptz(3) NOT NULL,
  "valid_until" timestamptz(3) NOT NULL,
  "most_opens"  integer NOT NULL CHECK ("most_opens" > 0),
  "opens"       integer NOT NULL DEFAULT 0 CHECK ("opens" BETWEEN 0 AND "most_opens"),
  "revoked_at"  timestamptz(3),
  CHECK ("valid_from" < "valid_until")
);
CREATE INDEX "gift_link_giver" ON "gift_link" ("giver_id", "valid_from" DESC);
