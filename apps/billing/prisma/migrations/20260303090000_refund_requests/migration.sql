-- Money above the limit goes back by the word of two people: one who asks, another who approves.
CREATE TABLE "refund_request" (
  "id"         uuid PRIMARY KEY,
  "charge_id"  uuid NOT NULL REFERENCES "charge" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
  "amount"     bigint NOT NULL CHECK ("amount" > 0),
  "currency"   text NOT NULL,
  "reason"     text NOT NULL,
  "state"      text NOT NULL CHECK ("state" IN ('waiting', 'approved', 'rejected')),
  "asked_by"   text NOT NULL,
  "asked_at"   timestamptz(3) NOT NULL,
  "decided_by" text,
  "decided_at" timestamptz(3),
  "note"       text,
  CONSTRAINT "refund_request_two_people" CHECK ("state" <> 'approved' OR "decided_by" <> "asked_by")
);
CREATE UNIQUE INDEX "refund_request_one_waiting" ON "refund_request" ("charge_id") WHERE "state" = 'waiting';
CREATE INDEX "refund_request_newest" ON "refund_request" ("asked_at" DESC, "id" DESC);
