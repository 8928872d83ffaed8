-- How far the audit log was looked through: one row, which whoever goes on locks.
CREATE TABLE "audit_check" (
    "id" SMALLINT NOT NULL DEFAULT 1 CHECK ("id" = 1),
    "started_at" TIMESTAMPTZ(3),
    "walked_sequence" BIGINT NOT NULL DEFAULT 0,
    "walked_hash" TEXT NOT NULL DEFAULT '',
    "checked_sequence" BIGINT NOT NULL DEFAULT 0,
    "checked_hash" TEXT NOT NULL DEFAULT '',
    "ended_at" TIMESTAMPTZ(3),
    "ended_entries" BIGINT,
    "broken_at" BIGINT,

    CONSTRAINT "audit_check_pkey" PRIMARY KEY ("id")
);
INSERT INTO "audit_check" DEFAULT VALUES;
