-- AlterTable
ALTER TABLE "stripe_customer" ADD COLUMN "looked_at" TIMESTAMPTZ(6);
