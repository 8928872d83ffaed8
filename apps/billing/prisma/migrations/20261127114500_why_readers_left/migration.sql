-- What readers say after they have cancelled, if they like to. Written once more it is the last word.
CREATE TABLE "leaving_reason" (
  "subscription_id" uuid NOT NULL REFERENCES "subscription" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
  "cancellation"    integer NOT NULL CHECK ("cancellation" > 0),
  "reason"          text NOT NULL CHECK ("reason" IN ('too_expensive', 'unused', 'low_quality', 'missing_features',
    'switched_service', 'customer_service', 'too_complex', 'other')),
  "said_at"         timestamptz(3) NOT NULL,
  CONSTRAINT "leaving_reason_pkey" PRIMARY KEY ("subscription_id", "cancellation")
);
CREATE INDEX "leaving_reason_said" ON "leaving_reason" ("said_at");
