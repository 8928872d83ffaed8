-- Who has news is found by `marked_at` alone, which more news does not change: it is written to no index, in the page
-- where the customer is.
DROP INDEX "stripe_customer_dirty";
UPDATE "stripe_customer" SET "marked_at" =
  CASE WHEN "generation" > "folded_generation" THEN coalesce("marked_at", clock_timestamp()) END
WHERE ("marked_at" IS NOT NULL) <> ("generation" > "folded_generation");
CREATE INDEX "stripe_customer_dirty" ON "stripe_customer" ("marked_at") WHERE "marked_at" IS NOT NULL;
ALTER TABLE "stripe_customer" SET (fillfactor = 80);

-- What is sealed does not get smaller, so that the database need not try.
ALTER TABLE "inbox" ALTER COLUMN "payload" SET STORAGE EXTERNAL;
