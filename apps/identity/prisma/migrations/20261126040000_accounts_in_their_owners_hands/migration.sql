ALTER TABLE "reader" ADD COLUMN "erased_at" TIMESTAMPTZ(3);

CREATE TABLE "sign_in_code" (
    "attempt_hash" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_code_pkey" PRIMARY KEY ("attempt_hash")
);

CREATE TABLE "action_link" (
    "token_hash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL CHECK ("purpose" IN ('change-old', 'change-new', 'erase')),
    "reader_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "email" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "action_link_pkey" PRIMARY KEY ("token_hash")
);

CREATE INDEX "action_link_request_id_idx" ON "action_link"("request_id");
