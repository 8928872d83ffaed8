-- How much of a charge is tax, as its invoice was booked. Null for none, as code of before this writes it; what is
-- booked already stays so, with all of it deferred or earned.
ALTER TABLE "charge" ADD COLUMN "tax" bigint CHECK ("tax" >= 0);
