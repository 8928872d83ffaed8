-- How much of a payment came by another way than Stripe. Null for none, as code of before this writes it.
ALTER TABLE "charge" ADD COLUMN "paid_outside" bigint
  CHECK ("paid_outside" >= 0 AND "credited" + "paid_outside" <= "amount");
