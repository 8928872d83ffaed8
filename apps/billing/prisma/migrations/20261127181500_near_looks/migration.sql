-- AlterTable
ALTER TABLE "stripe_customer" ADD COLUMN     "looked_from" TIMESTAMPTZ(6),
ADD COLUMN     "near_count" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "near_folded" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "near_from" TIMESTAMPTZ(6),
ADD COLUMN     "whole_looked_at" TIMESTAMPTZ(6);

