import { toUnix } from '@gatefold/kernel';
import { prepared } from '@gatefold/messaging';
import type { Pool } from 'pg';
import { LISTED_WITHIN_MS } from '../../domain/looked.ts';
import { gathering } from './gathering.ts';
import type { IncomingEvent, Inbox } from '../../usecases/inbox-ports.ts';
import type { Sealer } from '../sealed.ts';
import type { Database } from './subscriptions.ts';

/**
 * Keeps events by their id and marks their customers dirty, in one statement; but not for what had happened when a
 * fold looked at Stripe later than that, and far enough.
 *
 * So a crash right after the answer loses nothing, and the same event again does nothing. Payloads come as one piece
 * with their places in it, since an array of bytes would travel as text, twice as long; instants come in Stripe's whole
 * seconds, which cost less to write and to read than dates do.
 */
const keep = prepared(
  'keep-events',
  `
  WITH kept AS (
    INSERT INTO inbox (event_id, type, object_id, object_type, customer_id, created, source, key_version, payload)
    SELECT id, type, object_id, object_type, customer_id, to_timestamp(created), $8, $9, substring($7::bytea FROM at FOR length)
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $12::int[], $13::int[])
      AS event (id, type, object_id, object_type, customer_id, created, at, length)
    ORDER BY id
    ON CONFLICT (event_id) DO NOTHING RETURNING event_id, customer_id, created),
  news AS (
    SELECT customer_id, created, told.traceparent, CASE WHEN known.whole_looked_at IS NOT NULL THEN to_timestamp(told.near_from) END AS near_from
    FROM kept JOIN unnest($1::text[], $11::text[], $16::float8[], $14::bool[]) AS told (event_id, traceparent, near_from, is_news) USING (event_id)
      LEFT JOIN stripe_customer known ON known.id = customer_id
    WHERE customer_id IS NOT NULL AND is_news
      AND (created < known.whole_looked_at - $15::int * interval '1 millisecond'
        OR created < known.looked_at - $15::int * interval '1 millisecond' AND to_timestamp(told.near_from) >= known.looked_from) IS NOT TRUE),
  marked AS (
    INSERT INTO stripe_customer AS c (id, generation, news_count, news_at, near_count, near_from, marked_at, traceparent)
    SELECT customer_id, 1, 1, max(created), bool_and(near_from IS NOT NULL)::int, min(near_from), $10, max(traceparent)
    FROM news GROUP BY customer_id ORDER BY customer_id
    ON CONFLICT (id) DO UPDATE SET generation = c.generation + 1, news_count = c.news_count + 1,
      news_at = greatest(c.news_at, excluded.news_at), near_count = c.near_count + excluded.near_count,
      near_from = least(c.near_from, excluded.near_from), traceparent = coalesce(excluded.traceparent, c.traceparent),
      marked_at = coalesce(CASE WHEN c.generation > c.folded_generation THEN c.marked_at END, excluded.marked_at))
  SELECT event_id AS id FROM kept`,
);

const unknown = prepared(
  'unknown-events',
  'SELECT id FROM unnest($1::text[]) AS told (id) WHERE NOT EXISTS (SELECT FROM inbox WHERE event_id = id)',
);

/** Whose key seals what belongs to no customer. */
const NOBODY = 'nobody';

export const ownerOf = (customerId: string | null): string => customerId ?? NOBODY;

type News = IncomingEvent & { readonly traceparent: string | null };

/**
 * Webhooks that come in together are kept in one statement, and each is answered after its commit. One statement at a
 * time: two half as large cost more for each.
 */
export function postgresInbox(database: Database, seal: Sealer): Inbox {
  const gathered = gathering(
    (news: readonly News[]) => keepAll(database, seal, { news, source: 'webhook' }),
    1,
  );
  return {
    async unknown(ids) {
      const { rows } = await database.pool.query<{ id: string }>(unknown(ids));
      return new Set(rows.map(({ id }) => id));
    },
    async keep(events, { source, traceparent }) {
      const news = events.map((event) => ({ ...event, traceparent }));
      const kept =
        source === 'webhook' ? await gathered(news) : await keepAll(database, seal, { news, source });
      return news.filter(({ id }) => kept.has(id)).length;
    },
  };
}

type ToKeep = { readonly news: readonly News[]; readonly source: 'webhook' | 'sweep' };

/** The ids of those that were new. */
async function keepAll(
  { pool, machineClock }: Database,
  seal: Sealer,
  { news, source }: ToKeep,
): Promise<ReadonlySet<string>> {
  const events = await withCustomers(pool, news);
  const column = <K extends keyof News>(name: K) => events.map((event) => event[name]);
  const { sealed, lengths } = seal.sealAll(
    events.map(({ raw, customerId }) => ({ text: raw, owner: ownerOf(customerId) })),
  );
  const { rows } = await pool.query<{ id: string }>(
    keep(
      column('id'),
      column('type'),
      column('objectId'),
      column('objectType'),
      column('customerId'),
      events.map(({ created }) => toUnix(created)),
      sealed,
      source,
      seal.version,
      machineClock.now(),
      column('traceparent'),
      placesOf(lengths),
      lengths,
      column('isNews'),
      LISTED_WITHIN_MS,
      events.map(({ nearFrom }) => (nearFrom === null ? null : toUnix(nearFrom))),
    ),
  );
  return new Set(rows.map(({ id }) => id));
}

/** Where each begins, counted from 1 as the database does. */
function placesOf(lengths: readonly number[]): number[] {
  let at = 1;
  return lengths.map((length) => (at += length) - length);
}

/** Whose news it is, where an event says so by a charge only. */
async function withCustomers(pool: Pool, news: readonly News[]): Promise<readonly News[]> {
  const unnamed = news.flatMap(({ customerId, chargeId }) =>
    customerId === null && chargeId !== null ? [chargeId] : [],
  );
  if (unnamed.length === 0) return news;
  const { rows } = await pool.query<{ charge: string; customer: string }>(
    `SELECT c.stripe_charge_id AS charge, s.stripe_customer_id AS customer
     FROM charge c JOIN subscription s ON s.id = c.subscription_id WHERE c.stripe_charge_id = ANY($1)
     UNION ALL SELECT stripe_charge_id, stripe_customer_id FROM gift WHERE stripe_charge_id = ANY($1)`,
    [unnamed],
  );
  const owners = new Map(rows.map(({ charge, customer }) => [charge, customer]));
  return news.map((event) => ({
    ...event,
    customerId: event.customerId ?? owners.get(event.chargeId ?? '') ?? null,
  }));
}
