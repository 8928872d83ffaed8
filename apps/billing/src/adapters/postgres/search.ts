import { isId } from '@gatefold/kernel';
import type { Pool } from 'pg';
import type { Found } from '../../usecases/review-ports.ts';

type Row = { kind: Found['kind']; id: string; reader_id: string | null; subscription_id: string | null };

/** By ids of Stripe's and by the numbers that readers read out. Each branch has its index. */
const BY_TEXT = `
  SELECT 'subscription' AS kind, id, reader_id, id AS subscription_id FROM subscription
  WHERE stripe_subscription_id = $1 OR order_number = $2
  UNION ALL
  SELECT 'subscription', id, reader_id, id FROM subscription WHERE stripe_customer_id = $1
  UNION ALL
  SELECT 'charge', c.id, s.reader_id, s.id FROM charge c JOIN subscription s ON s.id = c.subscription_id
  WHERE c.stripe_invoice_id = $1 OR c.stripe_charge_id = $1
  UNION ALL
  SELECT 'refund', r.id, s.reader_id, s.id FROM refund r JOIN charge c ON c.id = r.charge_id
    JOIN subscription s ON s.id = c.subscription_id
  WHERE r.stripe_refund_id = $1
  UNION ALL
  SELECT 'checkout', id, reader_id, subscription_id FROM checkout WHERE stripe_session_id = $1
  UNION ALL
  SELECT 'ledger-entry', id, reader_id, subscription_id FROM ledger_entry
  WHERE (journal = 'cash' AND key = $1) OR source = $1
  UNION ALL
  SELECT 'event', id, reader_id, subscription_id FROM billing_event WHERE stripe_ids @> ARRAY[$1]
  UNION ALL
  SELECT 'gift', id, giver_id, NULL FROM gift
  WHERE stripe_charge_id = $1 OR stripe_session_id = $1 OR order_number = $2
  LIMIT $3`;

const BY_ID = `
  SELECT 'subscription' AS kind, id, reader_id, id AS subscription_id FROM subscription
  WHERE id = $1 OR reader_id = $1
  UNION ALL
  SELECT 'charge', c.id, s.reader_id, s.id FROM charge c JOIN subscription s ON s.id = c.subscription_id
  WHERE c.id = $1
  UNION ALL
  SELECT 'refund', r.id, s.reader_id, s.id FROM refund r JOIN charge c ON c.id = r.charge_id
    JOIN subscription s ON s.id = c.subscription_id
  WHERE r.id = $1
  UNION ALL
  SELECT 'checkout', id, reader_id, subscription_id FROM checkout WHERE id = $1
  UNION ALL
  SELECT 'ledger-entry', id, reader_id, subscription_id FROM ledger_entry WHERE id = $1
  UNION ALL
  SELECT 'event', id, reader_id, subscription_id FROM billing_event WHERE id = $1
  UNION ALL
  SELECT 'gift', id, giver_id, NULL FROM gift WHERE id = $1 OR giver_id = $1 OR recipient_id = $1
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
    }));
  };
