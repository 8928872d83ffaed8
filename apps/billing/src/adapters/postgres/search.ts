import { isId } from '@gatefold/kernel';
import type { Pool } from 'pg';
import type { Found } from '../../usecases/review-ports.ts';

type Row = {
  kind: Found['kind'];
  id: string;
  reader_id: string | null;
  subscription_id: string | null;
  at: Date | null;
  event_id: string | null;
};

/**
 * By ids of Stripe's and by the numbers that readers read out. Each branch has its index. News of Stripe's leads to the
 * customer that it is about, and to what it has brought about.
 */
const BY_TEXT = `
  SELECT 'subscription' AS kind, id, reader_id, id AS subscription_id, started_at AS at, NULL::uuid AS event_id
  FROM subscription WHERE stripe_subscription_id = $1 OR order_number = $2
  UNION ALL
  SELECT 'subscription', id, reader_id, id, started_at, NULL FROM subscription
  WHERE stripe_customer_id IN ($1, (SELECT customer_id FROM inbox WHERE event_id = $1))
  UNION ALL
  SELECT 'charge', c.id, s.reader_id, s.id, c.period_from, NULL
  FROM charge c JOIN subscription s ON s.id = c.subscription_id
  WHERE c.stripe_invoice_id = $1 OR c.stripe_charge_id = $1
  UNION ALL
  SELECT 'refund', r.id, s.reader_id, s.id, r.requested_at, NULL FROM refund r JOIN charge c ON c.id = r.charge_id
    JOIN subscription s ON s.id = c.subscription_id
  WHERE r.stripe_refund_id = $1
  UNION ALL
  SELECT 'gift', id, giver_id, NULL, created_at, NULL FROM gift
  WHERE stripe_charge_id = $1 OR stripe_session_id = $1 OR order_number = $2 OR stripe_customer_id = $1
    OR refunds @> jsonb_build_array(jsonb_build_object('stripeRefundId', $1::text))
  UNION ALL
  SELECT 'checkout', id, reader_id, subscription_id, created_at, NULL FROM checkout WHERE stripe_session_id = $1
  UNION ALL
  SELECT 'case', r.id, s.reader_id, s.id, r.opened_at, NULL
  FROM review_case r LEFT JOIN subscription s ON s.id = r.subscription_id WHERE r.subject = $1
  UNION ALL
  SELECT 'event', id, reader_id, subscription_id, at, id FROM billing_event WHERE stripe_ids @> ARRAY[$1]
  UNION ALL
  SELECT 'event', b.id, b.reader_id, b.subscription_id, b.at, b.id
  FROM inbox i JOIN stripe_customer c ON c.id = i.customer_id
    JOIN billing_event b ON b.reader_id = c.reader_id AND b.inbox_event_id = i.event_id
  WHERE i.event_id = $1
  UNION ALL
  SELECT 'ledger-entry', id, reader_id, subscription_id, at, billing_event_id FROM ledger_entry
  WHERE (journal = 'cash' AND key = $1) OR source = $1
  LIMIT $3`;

const BY_ID = `
  SELECT 'subscription' AS kind, id, reader_id, id AS subscription_id, started_at AS at, NULL::uuid AS event_id
  FROM subscription WHERE id = $1 OR reader_id = $1
  UNION ALL
  SELECT 'charge', c.id, s.reader_id, s.id, c.period_from, NULL
  FROM charge c JOIN subscription s ON s.id = c.subscription_id WHERE c.id = $1
  UNION ALL
  SELECT 'refund', r.id, s.reader_id, s.id, r.requested_at, NULL FROM refund r JOIN charge c ON c.id = r.charge_id
    JOIN subscription s ON s.id = c.subscription_id
  WHERE r.id = $1
  UNION ALL
  SELECT 'gift', id, giver_id, NULL, created_at, NULL FROM gift
  WHERE id = $1 OR giver_id = $1 OR recipient_id = $1
  UNION ALL
  SELECT 'checkout', id, reader_id, subscription_id, created_at, NULL FROM checkout WHERE id = $1
  UNION ALL
  SELECT 'case', r.id, s.reader_id, s.id, r.opened_at, NULL
  FROM review_case r LEFT JOIN subscription s ON s.id = r.subscription_id WHERE r.id = $1
  UNION ALL
  SELECT 'request', id, NULL, NULL, asked_at, NULL FROM refund_request WHERE id = $1
  UNION ALL
  SELECT 'event', id, reader_id, subscription_id, at, id FROM billing_event WHERE id = $1
  UNION ALL
  SELECT 'ledger-entry', id, reader_id, subscription_id, at, billing_event_id FROM ledger_entry WHERE id = $1
  LIMIT $2`;

/** A certificate is the number of its order and which one it is. */
const orderOf = (text: string): string => text.toUpperCase().replace(/-(C\d+|W)$/, '');

export const postgresSearch =
  (pool: Pool) =>
  async (text: string, limit: number): Promise<Found[]> => {
    const lower = text.toLowerCase();
    const { rows } = isId(lower)
      ? await pool.query<Row>(BY_ID, [lower, limit])
      : await pool.query<Row>(BY_TEXT, [text, orderOf(text), limit]);
    return rows.map((row) => ({
      kind: row.kind,
      id: row.id,
      readerId: row.reader_id,
      subscriptionId: row.subscription_id,
      at: row.at,
      eventId: row.event_id,
    }));
  };
