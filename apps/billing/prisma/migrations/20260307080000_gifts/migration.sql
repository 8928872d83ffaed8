-- Bought once, sent on a day, taken by somebody else; never renewed.
CREATE TABLE "gift" (
  "id"                 uuid PRIMARY KEY,
  "order_number"       text NOT NULL UNIQUE,
  "state"              text NOT NULL CHECK ("state" IN ('open', 'paid', 'redeemed', 'over')),
  -- As it was when it was bought.
  "offer"              jsonb NOT NULL,
  "giver_id"           uuid NOT NULL,
  "recipient_id"       uuid NOT NULL,
  "send_at"            timestamptz(3) NOT NULL,
  "sent_at"            timestamptz(3),
  "taken_at"           timestamptz(3),
  "amount"             bigint NOT NULL CHECK ("amount" > 0),
  "currency"           text NOT NULL,
  "paid_at"            timestamptz(3),
  "period_from"        timestamptz(3),
  "period_until"       timestamptz(3),
  "earned"             bigint NOT NULL DEFAULT 0 CHECK ("earned" BETWEEN 0 AND "amount"),
  "refunds"            jsonb NOT NULL DEFAULT '[]',
  "dispute"            jsonb,
  "payment_sequence"   integer NOT NULL DEFAULT 0,
  -- The recipient's own subscription, whose next charge was moved behind it.
  "behind_id"          uuid REFERENCES "subscription" ("id"),
  "ended_at"           timestamptz(3),
  "end_reason"         text CHECK ("end_reason" IN ('used', 'refunded', 'disputed', 'expired', 'unpaid')),
  "told"               text[] NOT NULL DEFAULT '{}',
  "stripe_customer_id" text NOT NULL REFERENCES "stripe_customer" ("id"),
  "stripe_session_id"  text UNIQUE,
  "stripe_charge_id"   text UNIQUE,
  "sequence"           bigint NOT NULL DEFAULT 0,
  -- When it is looked at again although nobody says anything.
  "next_at"            timestamptz(3),
  "created_at"         timestamptz(3) NOT NULL,
  -- Of the code; the code itself, the names and the message are sealed, and cut when the gift is over.
  "code_hash"          text NOT NULL UNIQUE,
  "card"               bytea,
  "key_version"        text,
  CHECK ("period_from" < "period_until"),
  CHECK (("state" = 'over') = ("end_reason" IS NOT NULL)),
  CHECK (("state" = 'redeemed') <= ("period_until" IS NOT NULL AND "taken_at" IS NOT NULL))
);
CREATE INDEX "gift_due" ON "gift" ("next_at") WHERE "next_at" IS NOT NULL;
CREATE INDEX "gift_customer" ON "gift" ("stripe_customer_id");
CREATE INDEX "gift_recipient" ON "gift" ("recipient_id");
CREATE INDEX "gift_giver" ON "gift" ("giver_id");
CREATE INDEX "gift_refunds" ON "gift" USING gin ("refunds");

-- A gift is earned over its period as well, and its charge stands in its own row.
ALTER TABLE "revenue_spread" DROP CONSTRAINT "revenue_spread_charge_id_fkey";
