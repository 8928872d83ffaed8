-- A call may be made, and its effect be seen, by others than the request that wanted it.
ALTER TABLE "stripe_call" ADD COLUMN "traceparent" TEXT;
CREATE INDEX "stripe_call_customer" ON "stripe_call" ("customer_id") WHERE "state" = 'wanted';
