-- AlterTable
ALTER TABLE "review_case" ADD COLUMN     "closed_by" TEXT,
ADD COLUMN     "taken_at" TIMESTAMPTZ(3),
ADD COLUMN     "taken_by" TEXT;

