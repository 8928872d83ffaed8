-- AlterTable
ALTER TABLE "stripe_customer" ADD COLUMN     "news_at" TIMESTAMPTZ(6),
ADD COLUMN     "news_count" BIGINT NOT NULL DEFAULT 0;

