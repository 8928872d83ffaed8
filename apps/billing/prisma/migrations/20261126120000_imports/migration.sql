-- Subscribers who were somewhere else before. A run looks at a file or at a Stripe account, or takes over what it shows.
CREATE TABLE "import_run" (
  "id"         uuid PRIMARY KEY,
  "source"     text NOT NULL CHECK ("source" IN ('csv', 'stripe')),
  "mode"       text NOT NULL CHECK ("mode" IN ('dry-run', 'apply')),
  "state"      text NOT NULL DEFAULT 'running' CHECK ("state" IN ('running', 'done')),
  -- Names what is imported, so that only what was looked at first can be applied.
  "input_hash" text NOT NULL,
  -- Of an import from Stripe: which offer each of its prices is.
  "prices"     jsonb NOT NULL DEFAULT '{}',
  -- Of an import from Stripe: the last subscription that was looked at.
  "page_after" text,
  "asked_by"   text NOT NULL,
  "asked_at"   timestamptz(3) NOT NULL,
  "closed_at"  timestamptz(3),
  CHECK (("state" = 'done') = ("closed_at" IS NOT NULL))
);
CREATE INDEX "import_run_newest" ON "import_run" ("asked_at" DESC, "id" DESC);

-- What came of a line. Who it is about is known by hashes and Stripe's ids alone.
CREATE TABLE "import_row" (
  "run_id"                 uuid NOT NULL REFERENCES "import_run" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
  "line"                   integer NOT NULL CHECK ("line" > 0),
  "outcome"                text NOT NULL CHECK ("outcome" IN ('would-import', 'imported', 'already-there', 'refused')),
  "code"                   text,
  "facts"                  jsonb NOT NULL DEFAULT '{}',
  -- The keyed hash of the address with the product; finds the same reader twice in one file.
  "mail_key"               text,
  "stripe_subscription_id" text,
  "subscription_id"        uuid,
  PRIMARY KEY ("run_id", "line"),
  CHECK (("outcome" = 'refused') = ("code" IS NOT NULL))
);
CREATE INDEX "import_row_mail" ON "import_row" ("run_id", "mail_key");

-- Whoever is taken over is claimed first: a crash between any two steps is gone on with, and nobody is taken over twice.
CREATE TABLE "import_claim" (
  -- Of the checkout and of the subscription that come of it.
  "id"                     uuid PRIMARY KEY REFERENCES "checkout" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
  "row_key"                text NOT NULL UNIQUE,
  "run_id"                 uuid NOT NULL REFERENCES "import_run" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
  "stripe_customer_id"     text,
  -- Null for one that nobody charges: it is given until its end.
  "stripe_subscription_id" text UNIQUE,
  "started_at"             timestamptz(3) NOT NULL,
  "paid_through"           timestamptz(3) NOT NULL,
  "imported_at"            timestamptz(3),
  CHECK ("started_at" < "paid_through")
);
CREATE INDEX "import_claim_customer" ON "import_claim" ("stripe_customer_id");
