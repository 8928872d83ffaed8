SET lock_timeout = '5s';

ALTER TABLE "passkey" ADD COLUMN "title" text;
