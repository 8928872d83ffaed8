SET lock_timeout = '5s';

CREATE TABLE "comp" (
  "id"            uuid PRIMARY KEY,
  "request_key"   text NOT NULL UNIQUE,
  "reader_id"     uuid NOT NULL REFERENCES "reader" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "publication"   text NOT NULL,
  "features"      text[] NOT NULL CHECK (cardinality("features") > 0),
  "valid_from"    timestamptz(3) NOT NULL,
  "valid_until"   timestamptz(3) NOT NULL,
  "reason"        text NOT NULL CHECK ("reason" <> ''),
  "given_by"      text NOT NULL,
  "revoked_at"    timestamptz(3),
  "revoked_by"    text,
  "revoke_reason" text,
  CHECK ("valid_from" < "valid_until"),
  CHECK (("revoked_at" IS NULL) = ("revoked_by" IS NULL) AND ("revoked_at" IS NULL) = ("revoke_reason" IS NULL))
);
CREATE INDEX "comp_reader" ON "comp" ("reader_id", "valid_from" DESC);
