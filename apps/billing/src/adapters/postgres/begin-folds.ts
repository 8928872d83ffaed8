import { prepared } from '@gatefold/messaging';
import type { Pool } from 'pg';
import type { FoldBegun } from '../../usecases/ports.ts';

type Begun = Omit<FoldBegun, 'customerId'>;

/**
 * Where these customers stand, each with a ticket of its own, by their id. Whoever is not known yet is from now on.
 *
 * It only reads: news that comes after it is folded by the next.
 */
export async function beginFolds(
  pool: Pool,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, Begun>> {
  const begun = await look(pool, customerIds);
  const unknown = customerIds.filter((id) => !begun.has(id));
  if (unknown.length === 0) return begun;
  await pool.query(
    'INSERT INTO stripe_customer (id) SELECT unnest($1::text[]) ORDER BY 1 ON CONFLICT DO NOTHING',
    [unknown],
  );
  return new Map([...begun, ...(await look(pool, unknown))]);
}

async function look(pool: Pool, customerIds: readonly string[]): Promise<Map<string, Begun>> {
  const { rows } = await pool.query<{
    id: string;
    reader_id: string | null;
    traceparent: string | null;
    generation: string;
    news_count: string;
    near_count: string;
    near_from: Date | null;
    ticket: string;
    cards: FoldBegun['cardCheckouts'];
    has_gifts: boolean;
    has_given: boolean;
  }>(findNews([...new Set(customerIds)]));
  return new Map(
    rows.map((row) => [
      row.id,
      {
        traceparent: row.traceparent,
        readerId: row.reader_id,
        ticket: BigInt(row.ticket),
        generation: BigInt(row.generation),
        newsCount: BigInt(row.news_count),
        nearCount: BigInt(row.near_count),
        nearFrom: row.near_from,
        cardCheckouts: row.cards,
        hasGifts: row.has_gifts,
        hasGiven: row.has_given,
      },
    ]),
  );
}

const findNews = prepared(
  'find-news',
  `SELECT c.id, c.reader_id, c.generation, c.news_count, c.near_count,
     CASE WHEN c.generation > c.folded_generation AND c.generation - c.folded_generation = c.near_count - c.near_folded
       THEN c.near_from END AS near_from, coalesce(c.traceparent, (
     SELECT k.traceparent FROM stripe_call k WHERE k.customer_id = c.id AND k.state = 'wanted'
       AND k.traceparent IS NOT NULL ORDER BY k.requested_at DESC LIMIT 1)) AS traceparent,
     nextval('read_ticket') AS ticket, coalesce((
     SELECT json_agg(json_build_object('id', k.id, 'sessionId', k.stripe_session_id,
       'subscriptionId', k.subscription_id))
     FROM checkout k WHERE k.stripe_customer_id = c.id AND k.status = 'open' AND k.kind = 'card'
       AND k.stripe_session_id IS NOT NULL), '[]'::json) AS cards,
     EXISTS (SELECT FROM gift WHERE stripe_customer_id = c.id) AS has_gifts,
     EXISTS (SELECT FROM import_claim WHERE stripe_customer_id = c.id AND stripe_subscription_id IS NULL) AS has_given
   FROM stripe_customer c WHERE c.id = ANY((SELECT $1::text[])::text[])`,
);
