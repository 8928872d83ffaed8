import { prepared, together } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { SubscriptionFact } from '../../domain/subscription-fact.ts';
import { factColumns, toFact, type FactRow } from './rows.ts';

/**
 * Keeps facts, each once, and tells what was known of their subscriptions before. Whoever else brings a fact about one
 * of these waits until the transaction is over; locked in one order, so that two never wait for each other.
 *
 * @param knownAt Business time at which they were heard.
 */
export async function keepFacts(
  facts: readonly SubscriptionFact[],
  knownAt: Date,
  tx: PoolClient,
): Promise<Map<string, SubscriptionFact[]>> {
  const subscriptionIds = [...new Set(facts.map(({ data }) => data.subscriptionId))];
  const [, { rows }] = await together([
    tx.query(lockSubscriptions(subscriptionIds)),
    // A statement does not see its own insert.
    tx.query<FactRow>(keep(subscriptionIds, JSON.stringify(facts.map(toRow)), knownAt)),
  ]);
  return Map.groupBy(rows.map(toFact), ({ data }) => data.subscriptionId);
}

const toRow = ({ eventId, data, ...rest }: SubscriptionFact) => ({
  ...rest,
  event_id: eventId,
  subscription_id: data.subscriptionId,
  reader_id: data.readerId,
  data,
});

const lockSubscriptions = prepared(
  'lock-subscriptions',
  `SELECT pg_advisory_xact_lock(key)
   FROM (SELECT DISTINCT hashtextextended(id, 0) AS key FROM unnest($1::text[]) AS s (id) ORDER BY key) AS locks`,
);

const keep = prepared(
  'keep-facts',
  `WITH kept AS (
     INSERT INTO subscription_fact (subscription_id, epoch, sequence, reader_id, event_id, type, at, data, known_at)
     SELECT subscription_id, epoch, sequence, reader_id, event_id, type, at, data, $3::timestamptz
     FROM jsonb_populate_recordset(NULL::subscription_fact, $2::jsonb) ON CONFLICT DO NOTHING
   )
   SELECT ${factColumns} FROM subscription_fact fact WHERE subscription_id = ANY ((SELECT $1::uuid[])::uuid[])`,
);
