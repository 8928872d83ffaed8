-- AlterTable
ALTER TABLE "stripe_call" ADD COLUMN "nth" BIGSERIAL NOT NULL;

-- What waits already was ordered by its instant.
UPDATE "stripe_call" c SET "nth" = o.nth
FROM (SELECT "id", row_number() OVER (ORDER BY "requested_at", "id") AS nth FROM "stripe_call") o WHERE o."id" = c."id";
