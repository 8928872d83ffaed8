-- The trace of what is not folded yet, so that what is told of it belongs to the same trace.
ALTER TABLE "stripe_customer" ADD COLUMN "traceparent" TEXT;
