SET lock_timeout = '5s';

ALTER TABLE "message" ADD COLUMN "address_hash" text;

CREATE TABLE "undeliverable_address" (
  "reader_id"    uuid NOT NULL,
  "address_hash" text NOT NULL,
  "since"        timestamptz(3) NOT NULL,
  "trusted_at"   timestamptz(3),
  PRIMARY KEY ("reader_id", "address_hash")
);

ALTER TABLE "newsletter_choice" DROP CONSTRAINT "newsletter_choice_ended_by";
ALTER TABLE "newsletter_choice" ADD CONSTRAINT "newsletter_choice_ended_by"
  CHECK ("ended_by" IN ('reader', 'mailed-link', 'refused', 'complaint')) NOT VALID;
ALTER TABLE "newsletter_choice" VALIDATE CONSTRAINT "newsletter_choice_ended_by";
