import type { Pool } from 'pg';

/** Where the made-up record begins; it goes on for sixty months. */
const FIRST = '2022-01-01T00:00:00Z';
const SECONDS = 60 * 30 * 86_400;

/** Readers with one subscription each; a few in another currency. */
const READERS = 100_000;

const SUBSCRIPTIONS = `
  INSERT INTO subscription (id, reader_id, publication, bundle, product, order_number, checkout_id, return_to, offer,
    offer_version, path, policy, started_at, anchor, phase, standing, intent, stripe_customer_id, stripe_subscription_id)
  SELECT md5('s' || n)::uuid, md5('r' || n)::uuid, 'meridian', 'all-access', 'digital', 'M-' || n, md5('k' || n)::uuid, '/',
    CASE WHEN n % 3 = 0 THEN 'digital-yearly' ELSE 'digital' END, 1, '[]', '{}', '${FIRST}', '${FIRST}', 'standard', 'ok',
    'renewing', 'cus_' || n, 'sub_' || n
  FROM generate_series(1, ${READERS}) n`;

/** Every kind in the share in which a paper has it; amounts that do not divide. */
const EVENTS = `
  INSERT INTO billing_event (id, type, at, reader_id, subscription_id, amount, currency, summary, stripe_ids)
  SELECT md5('e' || n)::uuid,
    CASE WHEN n % 20 = 0 THEN 'payment.refunded' WHEN n % 3 = 0 THEN 'invoice.opened' WHEN n % 3 = 1 THEN 'payment.paid'
      ELSE 'subscription.renewed' END,
    '${FIRST}'::timestamptz + (n::bigint * ${SECONDS} / $1) * interval '1 second',
    md5('r' || 1 + n % ${READERS})::uuid, md5('s' || 1 + n % ${READERS})::uuid,
    CASE WHEN n % 3 < 2 OR n % 20 = 0 THEN 900 + n % 7 END, CASE WHEN n % ${READERS} < 5000 THEN 'EUR' ELSE 'USD' END,
    'What happened', '{}'
  FROM generate_series(1, $1) n`;

/** The whole record, added up: by month, plan and currency. */
export const FULL = `
  SELECT to_char(date_trunc('month', e.at AT TIME ZONE 'UTC'), 'YYYY-MM-DD') AS month, s.offer, e.currency,
    CASE e.type WHEN 'payment.paid' THEN 'paid' WHEN 'payment.refunded' THEN 'refunded' ELSE 'billed' END AS measure,
    sum(e.amount)::text AS amount, count(*)::int AS count
  FROM billing_event e JOIN subscription s ON s.id = e.subscription_id
  WHERE e.type IN ('payment.paid', 'payment.refunded', 'invoice.opened')
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;

const TOTALS = `
  INSERT INTO month_total (month, offer, phase, currency, measure, amount, count)
  SELECT month::date, offer, 'standard', currency, measure, amount::bigint, count FROM (${FULL}) AS summed`;

/** Made by SQL, so that five millions take seconds. References are not looked at: nothing here is ever changed. */
export async function makeBooks(pool: Pool, events: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('SET session_replication_role = replica');
    await client.query('SET statement_timeout = 0');
    await client.query(SUBSCRIPTIONS);
    await client.query(EVENTS, [events]);
    await client.query('RESET session_replication_role');
    await client.query('VACUUM ANALYZE billing_event');
    await client.query('ANALYZE subscription');
    await client.query(TOTALS);
    await client.query('ANALYZE month_total');
  } finally {
    client.release();
  }
}
