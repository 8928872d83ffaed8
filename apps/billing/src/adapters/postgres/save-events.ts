import { prepared, together } from '@gatefold/messaging';
import type { Consequences } from '../../domain/consequences.ts';
import type { Entry } from '../../domain/ledger.ts';
import type { Charge, Subscription } from '../../domain/subscription.ts';
import type { Saving } from './saving.ts';
import type { Queries } from './subscription-rows.ts';

type Recorded = Pick<Consequences, 'next' | 'events'>;

/** Puts on record what finance reads, with what is booked for it. */
export async function saveEvents(
  tx: Queries,
  decided: readonly Recorded[],
  { now, newId }: Pick<Saving, 'now' | 'newId'>,
): Promise<void> {
  const recorded = decided.filter(({ events }) => events.length > 0);
  if (recorded.length === 0) return;
  const rows = recorded.flatMap(({ next, events }) =>
    events.map(({ id, event }) => ({
      id,
      type: event.type,
      at: now,
      customer: next.stripeCustomerId,
      reader_id: next.readerId,
      subscription_id: next.id,
      charge_id: event.chargeId,
      amount: event.amount?.amount.toString() ?? null,
      currency: event.amount?.currency ?? null,
      summary: event.summary,
      stripe_ids: event.stripeIds,
    })),
  );
  const sources = recorded.flatMap(({ next }) =>
    next.charges.flatMap(sourcesOf).map((source) => ({ source, of: next })),
  );
  const entries = recorded.flatMap(({ next, events }) =>
    events.flatMap(({ id: eventId, entries: ofEvent }) =>
      ofEvent.map((entry) => ({ entry, id: newId(), at: now, eventId, of: next })),
    ),
  );
  await together([
    tx.query(
      insertEvents(
        JSON.stringify(rows),
        sources.map(({ source }) => source),
        sources.map(({ of }) => of.id),
        sources.map(({ of }) => of.readerId),
      ),
    ),
    saveEntries(tx, entries),
  ]);
}

/**
 * Each with the news from Stripe that it came from, as far as that is known. Money may be booked before the charge
 * that moved it is known here; whose it was is clear only now.
 */
const insertEvents = prepared(
  'insert-billing-events',
  `
  WITH claimed AS (
    UPDATE ledger_entry l SET subscription_id = c.subscription_id, reader_id = c.reader_id
    FROM unnest($2::text[], $3::uuid[], $4::uuid[]) AS c (source, subscription_id, reader_id)
    WHERE l.source = c.source AND l.journal = 'cash' AND l.subscription_id IS NULL)
  INSERT INTO billing_event (id, type, at, reader_id, subscription_id, charge_id, amount, currency, summary,
    stripe_ids, inbox_event_id)
  SELECT id, type, at, reader_id, subscription_id, charge_id, amount, currency, summary, stripe_ids, (
    SELECT event_id FROM inbox WHERE customer_id = e.customer AND object_id = ANY(e.stripe_ids)
    ORDER BY array_position(e.stripe_ids, object_id), received_at DESC LIMIT 1)
  FROM jsonb_to_recordset($1::jsonb) AS e (id uuid, type text, at timestamptz, customer text, reader_id uuid,
    subscription_id uuid, charge_id uuid, amount bigint, currency text, summary text, stripe_ids text[])`,
);

const sourcesOf = ({ stripeChargeId, refunds }: Charge): string[] => [
  ...(stripeChargeId === null ? [] : [stripeChargeId]),
  ...refunds.map(({ stripeRefundId }) => stripeRefundId),
];

type EntryToSave = {
  readonly entry: Entry;
  readonly id: string;
  readonly at: Date;
  readonly eventId: string | null;
  readonly of: Pick<Subscription, 'id' | 'readerId'> | null;
};

/** Books entries, except those whose cause is booked already. The ids of those that were new. */
export async function saveEntries(
  tx: Queries,
  entries: readonly EntryToSave[],
): Promise<ReadonlySet<string>> {
  if (entries.length === 0) return new Set();
  const rows = entries.map(({ entry, id, at, eventId, of }) => ({
    id,
    journal: entry.journal,
    key: entry.key,
    source: entry.source,
    at,
    billing_event_id: eventId,
    subscription_id: of?.id ?? null,
    reader_id: of?.readerId ?? null,
    lines: entry.lines.map(({ account, amount }) => ({
      account,
      amount: amount.amount.toString(),
      currency: amount.currency,
    })),
  }));
  const { rows: booked } = await tx.query<{ id: string }>(book(JSON.stringify(rows)));
  return new Set(booked.map(({ id }) => id));
}

const book = prepared(
  'book-entries',
  `
  WITH wanted AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS e (id uuid, journal text, key text, source text, at timestamptz,
      billing_event_id uuid, subscription_id uuid, reader_id uuid, lines jsonb)),
  booked AS (
    INSERT INTO ledger_entry (id, journal, key, source, at, billing_event_id, subscription_id, reader_id)
    SELECT id, journal, key, source, at, billing_event_id, subscription_id, reader_id FROM wanted
    ON CONFLICT (journal, key) DO NOTHING RETURNING id),
  lines AS (
    INSERT INTO ledger_line (entry_id, position, account, amount, currency)
    SELECT booked.id, line.position, line.account, line.amount, line.currency
    FROM booked JOIN wanted ON wanted.id = booked.id, ROWS FROM (
      jsonb_to_recordset(wanted.lines) AS (account text, amount bigint, currency text)
    ) WITH ORDINALITY AS line (account, amount, currency, position))
  SELECT id FROM booked`,
);
