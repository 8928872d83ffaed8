-- Whom a new list price could not be told when it was announced: cancelled, paused, or a payment open. Gone once they
-- were told, or are no more.
CREATE TABLE "waiting_price_rise" (
  "subscription_id" uuid NOT NULL REFERENCES "subscription" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
  "offer"           text NOT NULL,
  "amount"          bigint NOT NULL CHECK ("amount" > 0),
  "currency"        text NOT NULL,
  "from"            timestamptz(3) NOT NULL,
  "actor"           text NOT NULL,
  PRIMARY KEY ("subscription_id", "amount", "currency")
);
