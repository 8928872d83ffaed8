SET lock_timeout = '5s';

ALTER TABLE "article" ADD COLUMN "is_metered" boolean NOT NULL DEFAULT false;

-- A month of one reader or visitor. The holder is a reader's id, or the one in a visitor's token.
CREATE TABLE "meter" (
  "publication" text NOT NULL,
  "month_from"  timestamptz(3) NOT NULL,
  "holder"      uuid NOT NULL,
  "joined_to"   uuid,
  PRIMARY KEY ("publication", "month_from", "holder")
);

CREATE TABLE "metered_reading" (
  "publication" text NOT NULL,
  "month_from"  timestamptz(3) NOT NULL,
  "holder"      uuid NOT NULL,
  "article_id"  uuid NOT NULL,
  "read_at"     timestamptz(3) NOT NULL,
  PRIMARY KEY ("publication", "month_from", "holder", "article_id"),
  FOREIGN KEY ("publication", "month_from", "holder") REFERENCES "meter" ON DELETE CASCADE
);
CREATE INDEX "meter_month" ON "meter" ("month_from");
