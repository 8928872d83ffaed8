-- Each new list price that was announced. Who was told of it stands in the audit log, under its id.
CREATE TABLE "price_rise" (
  "id"           uuid PRIMARY KEY,
  "offer"        text NOT NULL,
  "amount"       bigint NOT NULL CHECK ("amount" > 0),
  "currency"     text NOT NULL,
  "from"         timestamptz(3) NOT NULL,
  "announced_by" text NOT NULL,
  "announced_at" timestamptz(3) NOT NULL,
  UNIQUE ("offer", "amount", "currency", "from")
);
CREATE INDEX "price_rise_newest" ON "price_rise" ("announced_at" DESC, "id" DESC);

-- Those for which somebody waits already. When they were announced is known only as "before now".
INSERT INTO "price_rise" ("id", "offer", "amount", "currency", "from", "announced_by", "announced_at")
SELECT gen_random_uuid(), "offer", "amount", "currency", "from", min("actor"), least(now(), "from")
FROM "waiting_price_rise" GROUP BY "offer", "amount", "currency", "from";

CREATE INDEX "audit_entry_price_rise" ON "audit_entry" (("facts" ->> 'rise'), "sequence" DESC)
  WHERE "action" = 'subscription.price-rise';
