-- Credits above the limit wait for a second person as refunds do. What is about a gift is known by its gift; a process
-- of the version before this one writes no kind.
ALTER TABLE "refund_request" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'refund'
  CHECK ("kind" IN ('refund', 'gift-refund', 'credit'));
UPDATE "refund_request" SET "kind" = 'gift-refund' WHERE "charge_id" IN (SELECT "id" FROM "gift");

-- What staff have put to the credit of readers: several small sums count together against the limit.
CREATE TABLE "credit" (
  "id"              uuid PRIMARY KEY,
  "subscription_id" uuid NOT NULL REFERENCES "subscription" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
  "amount"          bigint NOT NULL CHECK ("amount" > 0),
  "currency"        text NOT NULL,
  "given_by"        text NOT NULL,
  "is_alone"        boolean NOT NULL,
  "idempotency_key" text NOT NULL,
  "request_hash"    text NOT NULL,
  "given_at"        timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX "credit_idempotency_key_key" ON "credit" ("idempotency_key");
CREATE INDEX "credit_of_subscription" ON "credit" ("subscription_id", "given_at");
