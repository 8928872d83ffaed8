-- Who did what: each entry holds the hash of the one before, so that none can be changed or taken out unseen.
CREATE TABLE "audit_entry" (
  "sequence"      bigint PRIMARY KEY,
  "at"            timestamptz(3) NOT NULL,
  "recorded_at"   timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  "actor"         text NOT NULL,
  "action"        text NOT NULL,
  "subject"       text NOT NULL,
  "facts"         jsonb NOT NULL,
  "previous_hash" text NOT NULL,
  "hash"          text NOT NULL
);
CREATE INDEX "audit_entry_subject" ON "audit_entry" ("subject", "sequence" DESC);

CREATE FUNCTION "audit_is_kept"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only ever added to';
END $$;
CREATE TRIGGER "audit_is_kept" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_is_kept"();

ALTER TABLE "review_case" ADD COLUMN "resolution" text;
CREATE INDEX "review_case_newest" ON "review_case" ("opened_at" DESC, "id" DESC);

-- Searching for any id.
CREATE INDEX "billing_event_stripe_ids" ON "billing_event" USING gin ("stripe_ids");
