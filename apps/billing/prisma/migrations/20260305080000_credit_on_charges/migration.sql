-- How much of a payment came from what the reader had to their credit at Stripe.
ALTER TABLE "charge" ADD COLUMN "credited" bigint NOT NULL DEFAULT 0 CHECK ("credited" BETWEEN 0 AND "amount");
