-- What was given back and did not arrive is owed to the reader, and is not earned with the rest of the payment.
-- Null for none, as code of before this writes it.
ALTER TABLE "charge" ADD COLUMN "owed" bigint CHECK ("owed" >= 0);
ALTER TABLE "gift" ADD COLUMN "owed" bigint NOT NULL DEFAULT 0 CHECK ("owed" >= 0);

-- Only where it is not earned yet: what is, stands in the books as it was booked.
UPDATE charge SET owed = failed.amount
FROM (
  SELECT r.charge_id,
    sum(r.amount) FILTER (WHERE r.status = 'failed' AND e.key IS NOT NULL) AS amount,
    coalesce(sum(r.amount) FILTER (WHERE r.status IN ('pending', 'succeeded')), 0) AS gone
  FROM refund r
  LEFT JOIN ledger_entry e ON e.journal = 'documents' AND e.key = 'credit-failed:' || r.stripe_refund_id
  GROUP BY r.charge_id
) AS failed
WHERE charge.id = failed.charge_id AND failed.amount > 0
  AND charge.earned + failed.amount + failed.gone <= charge.amount;
