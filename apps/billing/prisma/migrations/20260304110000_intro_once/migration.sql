-- Who has had an introduction: keyed hashes only, kept for a stated term, so that one person has it once.
CREATE TABLE "intro_use" (
  "checkout_id" uuid PRIMARY KEY REFERENCES "checkout" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
  "publication" text NOT NULL,
  "product"     text NOT NULL,
  "reader_id"   uuid,
  -- Of the address without its aliases, and of the card; each says under which key it was made.
  "mail_hash"   text,
  "card_hash"   text,
  -- When it was paid; until then it is only a wish and counts for nothing.
  "used_at"     timestamptz(3),
  "verdict"     text CHECK ("verdict" IN ('given', 'repeated')),
  -- Staff decided that it does not count.
  "waived_by"   text,
  "waived_at"   timestamptz(3),
  "created_at"  timestamptz(3) NOT NULL
);
CREATE INDEX "intro_use_mail" ON "intro_use" ("mail_hash") WHERE "used_at" IS NOT NULL;
CREATE INDEX "intro_use_card" ON "intro_use" ("card_hash") WHERE "used_at" IS NOT NULL;
CREATE INDEX "intro_use_reader" ON "intro_use" ("reader_id");
