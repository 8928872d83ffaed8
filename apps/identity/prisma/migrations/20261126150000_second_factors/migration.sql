SET lock_timeout = '5s';

ALTER TABLE "account" ADD COLUMN "two_factor_enabled" boolean NOT NULL DEFAULT false;
-- Null: whoever opened it has shown one factor, and is nothing but a reader in it.
ALTER TABLE "session" ADD COLUMN "second_factor_at" timestamptz(3);

CREATE TABLE "two_factor" (
  "id"                        uuid PRIMARY KEY,
  "account_id"                uuid NOT NULL UNIQUE REFERENCES "account" ("id") ON DELETE CASCADE,
  "secret"                    text NOT NULL,
  "backup_codes"              text NOT NULL,
  "verified"                  boolean NOT NULL DEFAULT false,
  "failed_verification_count" integer NOT NULL DEFAULT 0,
  "locked_until"              timestamptz(3),
  -- Of the code that was taken last, which is not taken again.
  "last_code_hash"            text
);

-- What was done to whose rights at the desks; ids only, and kept when an account is gone.
CREATE TABLE "staff_log" (
  "id"         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "at"         timestamptz(3) NOT NULL,
  "account_id" uuid NOT NULL,
  -- The reader id of who did it, or the name of a service.
  "by"         text NOT NULL,
  "what"       text NOT NULL,
  "role"       text
);
CREATE INDEX "staff_log_account_idx" ON "staff_log" ("account_id", "id");
