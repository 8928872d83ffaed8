-- Months that finance has closed, with what they came to then. What is booked into one afterwards is shown apart.
CREATE TABLE "period_close" (
  "month"       date PRIMARY KEY,
  "closed_by"   text NOT NULL,
  "closed_at"   timestamptz(3) NOT NULL,
  "recorded_at" timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  -- The balances as they were, word for word.
  "balances"    jsonb NOT NULL
);

CREATE FUNCTION "period_stays_closed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a closed period is never changed';
END $$;
CREATE TRIGGER "period_stays_closed" BEFORE UPDATE OR DELETE OR TRUNCATE ON "period_close"
  FOR EACH STATEMENT EXECUTE FUNCTION "period_stays_closed"();

CREATE INDEX "ledger_entry_at" ON "ledger_entry" ("at");
