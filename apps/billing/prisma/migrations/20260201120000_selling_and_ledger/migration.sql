-- Offers, checkouts, subscriptions with their charges, what came from Stripe and what it is told, the ledger,
-- and what finance reads. The guards that money rests on are constraints, so that no code path can get around them.

CREATE TABLE "offer_version" (
  "key"        text NOT NULL,
  "version"    integer NOT NULL,
  "definition" jsonb NOT NULL,
  "created_at" timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY ("key", "version")
);

-- A customer at Stripe, and how far we have folded what Stripe knows of them. `generation` grows with every
-- sign of change; the customer is dirty while it is ahead of `folded_generation`.
CREATE TABLE "stripe_customer" (
  "id"                text PRIMARY KEY,
  "reader_id"         uuid,
  "generation"        bigint NOT NULL DEFAULT 0,
  "folded_generation" bigint NOT NULL DEFAULT 0,
  "ticket"            bigint NOT NULL DEFAULT 0,
  "marked_at"         timestamptz(6),
  "folded_at"         timestamptz(6),
  "lease_until"       timestamptz(6)
);
CREATE INDEX "stripe_customer_dirty" ON "stripe_customer" ("marked_at") WHERE "generation" > "folded_generation";
CREATE INDEX "stripe_customer_reader" ON "stripe_customer" ("reader_id");

-- Taken before a fold reads from Stripe: a fold commits only if none with a later ticket has.
CREATE SEQUENCE "read_ticket";

CREATE TABLE "consent" (
  "id"              uuid PRIMARY KEY,
  "offer"           text NOT NULL,
  "offer_version"   integer NOT NULL,
  "consent_version" text NOT NULL,
  "text"            text NOT NULL,
  "path_hash"       text NOT NULL,
  "accepted_at"     timestamptz(3) NOT NULL
);

CREATE TABLE "checkout" (
  "id"                uuid PRIMARY KEY,
  "kind"              text NOT NULL CHECK ("kind" IN ('subscribe', 'card')),
  "status"            text NOT NULL CHECK ("status" IN ('opening', 'open', 'paid', 'expired')),
  "reader_id"         uuid,
  "email_hash"        text,
  "publication"       text NOT NULL,
  "product"           text NOT NULL,
  "offer"             text,
  "offer_version"     integer,
  "path"              jsonb,
  "consent_id"        uuid REFERENCES "consent" ("id"),
  "subscription_id"   uuid,
  "return_to"         text NOT NULL,
  "stripe_customer_id" text,
  "stripe_session_id" text UNIQUE,
  "url"               text,
  "created_at"        timestamptz(3) NOT NULL,
  "claimed_at"        timestamptz(6) NOT NULL,
  "expires_at"        timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX "checkout_one_open_per_reader" ON "checkout" ("reader_id", "publication", "product")
  WHERE "kind" = 'subscribe' AND "status" IN ('opening', 'open') AND "reader_id" IS NOT NULL;
CREATE UNIQUE INDEX "checkout_one_open_per_address" ON "checkout" ("email_hash", "publication", "product")
  WHERE "kind" = 'subscribe' AND "status" IN ('opening', 'open') AND "email_hash" IS NOT NULL;
CREATE INDEX "checkout_of_customer" ON "checkout" ("stripe_customer_id") WHERE "status" = 'open';

CREATE TABLE "subscription" (
  "id"                     uuid PRIMARY KEY,
  "reader_id"              uuid NOT NULL,
  "publication"            text NOT NULL,
  "bundle"                 text NOT NULL,
  "product"                text NOT NULL,
  "order_number"           text NOT NULL UNIQUE,
  "checkout_id"            uuid NOT NULL REFERENCES "checkout" ("id"),
  "return_to"              text NOT NULL,
  "offer"                  text NOT NULL,
  "offer_version"          integer NOT NULL,
  "path"                   jsonb NOT NULL,
  "policy"                 jsonb NOT NULL,
  "started_at"             timestamptz(3) NOT NULL,
  "anchor"                 timestamptz(3) NOT NULL,
  "phase"                  text NOT NULL,
  "end_reason"             text,
  "ending_as"              text,
  "standing"               text NOT NULL CHECK ("standing" IN ('ok', 'collecting', 'exhausted', 'disputed')),
  "intent"                 text NOT NULL CHECK ("intent" IN ('renewing', 'cancelling')),
  "paid_through"           timestamptz(3),
  "ended_at"               timestamptz(3),
  "card"                   jsonb,
  "retry_at"               timestamptz(3),
  "cancellations"          integer NOT NULL DEFAULT 0,
  "reminders"              text[] NOT NULL DEFAULT '{}',
  "stripe_customer_id"     text NOT NULL REFERENCES "stripe_customer" ("id"),
  "stripe_subscription_id" text NOT NULL UNIQUE,
  "cancel_at_period_end"   boolean NOT NULL DEFAULT false,
  "stripe_invoice_id"      text,
  "sequence"               bigint NOT NULL DEFAULT 0,
  "created_at"             timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  CHECK (("phase" = 'ended') = ("end_reason" IS NOT NULL))
);
-- Nobody pays twice for the same thing. One that we are ending already does not count.
CREATE UNIQUE INDEX "subscription_one_live" ON "subscription" ("reader_id", "publication", "product")
  WHERE "phase" <> 'ended' AND "ending_as" IS NULL;
CREATE INDEX "subscription_reader" ON "subscription" ("reader_id", "created_at" DESC);
CREATE INDEX "subscription_customer" ON "subscription" ("stripe_customer_id");

CREATE TABLE "charge" (
  "id"                uuid PRIMARY KEY,
  "subscription_id"   uuid NOT NULL REFERENCES "subscription" ("id"),
  "period_index"      integer NOT NULL,
  "phase"             text NOT NULL,
  "item"              text NOT NULL,
  "version"           integer NOT NULL,
  "amount"            bigint NOT NULL CHECK ("amount" >= 0),
  "currency"          text NOT NULL,
  "period_from"       timestamptz(3) NOT NULL,
  "period_until"      timestamptz(3) NOT NULL,
  "status"            text NOT NULL CHECK ("status" IN ('expected', 'open', 'paid', 'failed', 'void')),
  "paid_at"           timestamptz(3),
  "attempts"          integer NOT NULL DEFAULT 0,
  "next_attempt_at"   timestamptz(3),
  "stripe_invoice_id" text UNIQUE,
  "stripe_charge_id"  text UNIQUE,
  "is_booked"         boolean NOT NULL DEFAULT false,
  "earned"            bigint NOT NULL DEFAULT 0,
  "dispute"           jsonb,
  "sequence"          integer NOT NULL DEFAULT 0,
  CHECK ("period_from" < "period_until"),
  CHECK ("earned" BETWEEN 0 AND "amount"),
  -- One charge for each thing and period that the path promises.
  UNIQUE ("subscription_id", "phase", "item", "version", "period_index")
);

CREATE TABLE "refund" (
  "id"               uuid PRIMARY KEY,
  "charge_id"        uuid NOT NULL REFERENCES "charge" ("id"),
  "amount"           bigint NOT NULL CHECK ("amount" > 0),
  "currency"         text NOT NULL,
  -- `wanted` until Stripe has it; money is reserved from then on.
  "status"           text NOT NULL CHECK ("status" IN ('wanted', 'pending', 'succeeded', 'failed')),
  "reason"           text,
  "idempotency_key"  text UNIQUE,
  "request_hash"     text,
  "stripe_refund_id" text UNIQUE,
  "requested_at"     timestamptz(3) NOT NULL
);
CREATE INDEX "refund_charge" ON "refund" ("charge_id");

-- Never more back than was paid, whoever asks: staff, Stripe's Dashboard, two at the same moment.
CREATE FUNCTION "refund_within_payment"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT coalesce(sum(r.amount), 0) FROM refund r WHERE r.charge_id = NEW.charge_id AND r.status <> 'failed')
     > (SELECT c.amount FROM charge c WHERE c.id = NEW.charge_id) THEN
    RAISE EXCEPTION 'more is given back for charge % than was paid', NEW.charge_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_within_payment';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "refund_within_payment" AFTER INSERT OR UPDATE ON "refund"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "refund_within_payment"();

CREATE TABLE "notice" (
  "id"              uuid PRIMARY KEY,
  "cause_key"       text NOT NULL UNIQUE,
  "subscription_id" uuid NOT NULL REFERENCES "subscription" ("id"),
  "kind"            text NOT NULL,
  "due_at"          timestamptz(3) NOT NULL,
  "recorded_at"     timestamptz(6) NOT NULL DEFAULT clock_timestamp()
);

-- Work that business time makes due, claimed on ticks of the clock. One row a subscription: the next thing.
CREATE TABLE "due" (
  "subscription_id" uuid PRIMARY KEY REFERENCES "subscription" ("id"),
  "due_at"          timestamptz(3) NOT NULL,
  "why"             text NOT NULL
);
CREATE INDEX "due_at" ON "due" ("due_at");

-- What Stripe sent, word for word, encrypted with a key of the customer's own.
CREATE TABLE "inbox" (
  "event_id"    text PRIMARY KEY,
  "type"        text NOT NULL,
  "object_id"   text,
  "object_type" text,
  "customer_id" text,
  "created"     timestamptz(3) NOT NULL,
  "source"      text NOT NULL CHECK ("source" IN ('webhook', 'sweep')),
  "received_at" timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  "key_version" text NOT NULL,
  "payload"     bytea
);
CREATE INDEX "inbox_customer" ON "inbox" ("customer_id", "received_at" DESC);

-- What Stripe must be told: written first, then said, then noted. `key` is the idempotency key as well.
CREATE TABLE "stripe_call" (
  "id"              uuid PRIMARY KEY,
  "key"             text NOT NULL UNIQUE,
  "kind"            text NOT NULL,
  "customer_id"     text NOT NULL,
  "subscription_id" uuid REFERENCES "subscription" ("id"),
  "params"          jsonb NOT NULL,
  "state"           text NOT NULL CHECK ("state" IN ('wanted', 'done', 'refused', 'unknown')),
  "attempts"        integer NOT NULL DEFAULT 0,
  "requested_at"    timestamptz(6) NOT NULL,
  "next_try_at"     timestamptz(6) NOT NULL,
  "finished_at"     timestamptz(6),
  "error"           text
);
CREATE INDEX "stripe_call_wanted" ON "stripe_call" ("next_try_at") WHERE "state" IN ('wanted', 'unknown');

CREATE TABLE "review_case" (
  "id"              uuid PRIMARY KEY,
  "kind"            text NOT NULL,
  "subject"         text NOT NULL,
  "subscription_id" uuid,
  "facts"           jsonb NOT NULL,
  "opened_at"       timestamptz(3) NOT NULL,
  "closed_at"       timestamptz(3),
  UNIQUE ("kind", "subject")
);

CREATE TABLE "billing_event" (
  "id"              uuid PRIMARY KEY,
  "type"            text NOT NULL,
  "at"              timestamptz(3) NOT NULL,
  "recorded_at"     timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  "reader_id"       uuid NOT NULL,
  "subscription_id" uuid,
  "charge_id"       uuid,
  "amount"          bigint,
  "currency"        text,
  "summary"         text NOT NULL,
  "stripe_ids"      text[] NOT NULL,
  "inbox_event_id"  text
);
CREATE INDEX "billing_event_newest" ON "billing_event" ("at" DESC, "id" DESC);
CREATE INDEX "billing_event_reader" ON "billing_event" ("reader_id", "at" DESC, "id" DESC);
CREATE INDEX "billing_event_type" ON "billing_event" ("type", "at" DESC, "id" DESC);

CREATE TABLE "ledger_entry" (
  "id"               uuid PRIMARY KEY,
  "journal"          text NOT NULL CHECK ("journal" IN ('documents', 'cash')),
  -- In the cash journal the balance transaction, so that each is booked exactly once.
  "key"              text NOT NULL,
  "source"           text NOT NULL,
  "at"               timestamptz(3) NOT NULL,
  "recorded_at"      timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  "billing_event_id" uuid,
  "subscription_id"  uuid,
  "reader_id"        uuid,
  UNIQUE ("journal", "key")
);
CREATE INDEX "ledger_entry_event" ON "ledger_entry" ("billing_event_id");
CREATE INDEX "ledger_entry_source" ON "ledger_entry" ("source");

CREATE TABLE "ledger_line" (
  "entry_id" uuid NOT NULL REFERENCES "ledger_entry" ("id"),
  "position" smallint NOT NULL,
  "account"  text NOT NULL,
  "amount"   bigint NOT NULL CHECK ("amount" <> 0),
  "currency" text NOT NULL,
  PRIMARY KEY ("entry_id", "position")
);
CREATE INDEX "ledger_line_account" ON "ledger_line" ("account", "currency");

-- Debits and credits of an entry cancel out in every currency, looked at when the transaction commits.
CREATE FUNCTION "ledger_entry_balances"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.entry_id ELSE NEW.entry_id END;
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_line WHERE entry_id = touched GROUP BY currency HAVING sum(amount) <> 0) THEN
    RAISE EXCEPTION 'ledger entry % does not balance', touched
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_balances';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "ledger_entry_balances" AFTER INSERT OR UPDATE OR DELETE ON "ledger_line"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "ledger_entry_balances"();

-- How far something was read that comes in order of time.
CREATE TABLE "cursor" (
  "name" text PRIMARY KEY,
  "at"   timestamptz(3) NOT NULL
);

-- What was answered under an Idempotency-Key, to be answered again.
CREATE TABLE "idempotent_answer" (
  "scope"        text NOT NULL,
  "key"          text NOT NULL,
  "request_hash" text NOT NULL,
  "body"         jsonb NOT NULL,
  "answered_at"  timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY ("scope", "key")
);

-- The tables that messaging needs in a service's own database. Copied into the service's first migration;
-- `packages/messaging/src/tables.int.test.ts` holds every service's migrations against this file.

CREATE TABLE "outbox" (
  "id"           bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "event_id"     uuid NOT NULL UNIQUE,
  "topic"        text NOT NULL,
  "key"          text NOT NULL,
  "shard"        smallint NOT NULL,
  "source"       text NOT NULL,
  "type"         text NOT NULL,
  "subject"      text NOT NULL,
  "sequence"     bigint NOT NULL,
  "epoch"        integer NOT NULL,
  "time"         timestamptz(3) NOT NULL,
  "traceparent"  text,
  "data"         jsonb,
  "created_at"   timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  "partition"    integer,
  "log_offset"   bigint,
  "published_at" timestamptz(6)
);
CREATE INDEX "outbox_unpublished" ON "outbox" ("shard", "id") WHERE "published_at" IS NULL;
CREATE INDEX "outbox_key" ON "outbox" ("key", "id");
CREATE INDEX "outbox_furthest" ON "outbox" ("topic", "partition", "log_offset" DESC) WHERE "published_at" IS NOT NULL;

CREATE TABLE "relay_shard" (
  "shard"       smallint PRIMARY KEY,
  "holder"      uuid,
  "fence"       bigint NOT NULL DEFAULT 0,
  "lease_until" timestamptz(6)
);

CREATE TABLE "consumed_event" (
  "consumer_group" text NOT NULL,
  "event_id"       uuid NOT NULL,
  "consumed_at"    timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY ("consumer_group", "event_id")
);

CREATE TABLE "consumer_attempt" (
  "consumer_group" text NOT NULL,
  "topic"          text NOT NULL,
  "partition"      integer NOT NULL,
  "log_offset"     bigint NOT NULL,
  "attempts"       integer NOT NULL,
  PRIMARY KEY ("consumer_group", "topic", "partition", "log_offset")
);

CREATE TABLE "parked_event" (
  "id"             uuid PRIMARY KEY,
  "consumer_group" text NOT NULL,
  "topic"          text NOT NULL,
  "partition"      integer NOT NULL,
  "log_offset"     bigint NOT NULL,
  "key"            text,
  "type"           text,
  "headers"        jsonb NOT NULL,
  "value"          text,
  "reason"         text NOT NULL,
  "attempts"       integer NOT NULL,
  "parked_at"      timestamptz(6) NOT NULL,
  UNIQUE ("consumer_group", "topic", "partition", "log_offset")
);
CREATE INDEX "parked_event_key" ON "parked_event" ("consumer_group", "topic", "key");
