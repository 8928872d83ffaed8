-- What was done to a subscription after it was bought: pauses, other plans, periods given.
ALTER TABLE "subscription" ADD COLUMN "course" jsonb NOT NULL DEFAULT '{}';
