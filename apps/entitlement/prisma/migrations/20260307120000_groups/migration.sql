SET lock_timeout = '5s';

CREATE TABLE "access_group" (
  "id"             uuid PRIMARY KEY,
  "publication"    text NOT NULL,
  "name"           text NOT NULL,
  "bundle"         text,
  "features"       text[] NOT NULL,
  "seats"          integer NOT NULL CHECK ("seats" >= 0),
  "networks"       cidr[] NOT NULL,
  "domains"        text[] NOT NULL,
  "valid_from"     timestamptz(3) NOT NULL,
  "valid_until"    timestamptz(3) NOT NULL,
  "until_if_stale" timestamptz(3) NOT NULL,
  "owner_id"       uuid,
  "closed_at"      timestamptz(3),
  CHECK ("valid_from" <= "valid_until" AND "valid_until" <= "until_if_stale"),
  CHECK (("bundle" IS NULL) = (cardinality("features") > 0)),
  CHECK ("seats" > 0 OR cardinality("networks") > 0)
);
CREATE INDEX "access_group_owner" ON "access_group" ("owner_id");

CREATE TABLE "group_member" (
  "id"         uuid PRIMARY KEY,
  "group_id"   uuid NOT NULL REFERENCES "access_group" ("id"),
  "reader_id"  uuid NOT NULL,
  "shown_as"   text,
  "valid_from" timestamptz(3) NOT NULL,
  "left_at"    timestamptz(3)
);
CREATE UNIQUE INDEX "group_member_seated" ON "group_member" ("group_id", "reader_id") WHERE "left_at" IS NULL;
CREATE INDEX "group_member_reader" ON "group_member" ("reader_id");

CREATE TABLE "group_invite" (
  "id"         uuid PRIMARY KEY,
  "group_id"   uuid NOT NULL REFERENCES "access_group" ("id"),
  "email"      text,
  "made_at"    timestamptz(3) NOT NULL,
  "expires_at" timestamptz(3) NOT NULL,
  "used_at"    timestamptz(3),
  "revoked_at" timestamptz(3)
);
CREATE INDEX "group_invite_group" ON "group_invite" ("group_id");

CREATE TABLE "group_log" (
  "id"       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "group_id" uuid NOT NULL REFERENCES "access_group" ("id"),
  "at"       timestamptz(3) NOT NULL,
  "actor"    text NOT NULL,
  "action"   text NOT NULL,
  "subject"  text
);
CREATE INDEX "group_log_group" ON "group_log" ("group_id", "id");

CREATE FUNCTION "group_log_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was done to a group stays on record';
END $$;
CREATE TRIGGER "group_log_stays" BEFORE UPDATE OR DELETE ON "group_log"
  FOR EACH ROW EXECUTE FUNCTION "group_log_stays"();
