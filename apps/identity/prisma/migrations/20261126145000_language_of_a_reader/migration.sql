SET lock_timeout = '5s';

-- How a reader is written to: as chosen in the account, else as the browser spoke when they last signed in or bought.
ALTER TABLE "reader"
  ADD COLUMN "locale"        text,
  ADD COLUMN "zone"          text,
  ADD COLUMN "spoken_locale" text;
