SET lock_timeout = '5s';

CREATE TABLE "open_all" (
  "id"          uuid PRIMARY KEY,
  "reason"      text NOT NULL CHECK ("reason" <> ''),
  "asked_by"    text NOT NULL,
  "asked_at"    timestamptz(3) NOT NULL,
  "approved_by" text CHECK ("approved_by" <> "asked_by"),
  "open_until"  timestamptz(3),
  "closed_by"   text,
  "closed_at"   timestamptz(3),
  CHECK (("approved_by" IS NULL) = ("open_until" IS NULL)),
  CHECK (("closed_by" IS NULL) = ("closed_at" IS NULL))
);
CREATE INDEX "open_all_running" ON "open_all" ("open_until") WHERE "closed_at" IS NULL;
