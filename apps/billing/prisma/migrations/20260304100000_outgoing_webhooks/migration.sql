-- What the publisher's own systems are told over HTTP: to where, what, and how each try went.
CREATE TABLE "webhook_endpoint" (
  "id"                  uuid PRIMARY KEY,
  "url"                 text NOT NULL,
  "description"         text NOT NULL,
  -- All where it is empty.
  "types"               text[] NOT NULL,
  "state"               text NOT NULL CHECK ("state" IN ('on', 'off')),
  -- Sealed; the older one is signed with as well until it expires.
  "secret"              bytea NOT NULL,
  "key_version"         text NOT NULL,
  "older_secret"        bytea,
  "older_key_version"   text,
  "older_expires_at"    timestamptz(6),
  -- Since when nothing has arrived; null while things do.
  "failing_since"       timestamptz(6),
  "created_at"          timestamptz(6) NOT NULL
);

CREATE TABLE "webhook_delivery" (
  "id"           uuid PRIMARY KEY,
  "endpoint_id"  uuid NOT NULL REFERENCES "webhook_endpoint" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
  -- Of the event that it tells; a receiver takes it in once.
  "message_id"   uuid NOT NULL,
  "type"         text NOT NULL,
  -- Word for word, since a signature is over bytes.
  "payload"      text NOT NULL,
  "state"        text NOT NULL CHECK ("state" IN ('waiting', 'delivered', 'failed')),
  "attempts"     integer NOT NULL DEFAULT 0,
  "next_try_at"  timestamptz(6),
  "created_at"   timestamptz(6) NOT NULL,
  "delivered_at" timestamptz(6),
  CONSTRAINT "webhook_delivery_once" UNIQUE ("endpoint_id", "message_id")
);
CREATE INDEX "webhook_delivery_waiting" ON "webhook_delivery" ("next_try_at") WHERE "state" = 'waiting';
CREATE INDEX "webhook_delivery_newest" ON "webhook_delivery" ("endpoint_id", "created_at" DESC, "id" DESC);

CREATE TABLE "webhook_attempt" (
  "delivery_id"  uuid NOT NULL REFERENCES "webhook_delivery" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
  "number"       integer NOT NULL,
  "at"           timestamptz(6) NOT NULL,
  "status"       integer,
  "milliseconds" integer NOT NULL,
  "error"        text,
  PRIMARY KEY ("delivery_id", "number")
);
