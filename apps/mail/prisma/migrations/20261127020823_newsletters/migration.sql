SET lock_timeout = '5s';

-- AlterTable
ALTER TABLE "message" ADD COLUMN "issue_id" UUID;

-- CreateTable
CREATE TABLE "newsletter_choice" (
    "reader_id" UUID NOT NULL,
    "newsletter" TEXT NOT NULL,
    "chosen_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,
    "refusals" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "newsletter_choice_pkey" PRIMARY KEY ("reader_id","newsletter"),
    CONSTRAINT "newsletter_choice_ended" CHECK (("ended_at" IS NULL) = ("ended_by" IS NULL)),
    CONSTRAINT "newsletter_choice_ended_by" CHECK ("ended_by" IN ('reader', 'mailed-link', 'refused'))
);

-- CreateTable
CREATE TABLE "newsletter_issue" (
    "id" UUID NOT NULL,
    "newsletter" TEXT NOT NULL,
    "editions" JSONB NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL,
    "after_reader" UUID,
    "spread_at" TIMESTAMPTZ(3),

    CONSTRAINT "newsletter_issue_pkey" PRIMARY KEY ("id")
);

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_issue_id_fkey" FOREIGN KEY ("issue_id") REFERENCES "newsletter_issue"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;


-- Whom the next issue goes to, in the order in which it is written down.
CREATE INDEX "newsletter_choice_comes" ON "newsletter_choice" ("newsletter", "reader_id") WHERE "ended_at" IS NULL;
CREATE INDEX "newsletter_issue_open" ON "newsletter_issue" ("accepted_at", "id") WHERE "spread_at" IS NULL;
CREATE INDEX "message_issue" ON "message" ("issue_id") WHERE "issue_id" IS NOT NULL;

-- Letters and issues are claimed apart, so that nobody waits for a letter behind an issue to everybody.
DROP INDEX "message_due";
CREATE INDEX "message_due" ON "message" ("due_at", "id") WHERE "status" = 'due' AND "issue_id" IS NULL;
CREATE INDEX "message_due_of_issue" ON "message" ("due_at", "id") WHERE "status" = 'due' AND "issue_id" IS NOT NULL;
