import { noticeTopic, paymentTopic, subscriptionTopic } from '@gatefold/events';
import { insertOutbox, outboxRow, prepared, together } from '@gatefold/messaging';
import type { Announcement } from '../../domain/announce.ts';
import type { WantedCase } from '../../domain/change.ts';
import type { Consequences } from '../../domain/consequences.ts';
import type { Entry } from '../../domain/ledger.ts';
import type { Charge, Subscription } from '../../domain/subscription.ts';
import { saveAudit } from './audit.ts';
import { saveMonths } from './month-totals.ts';
import { saveDeliveries } from './save-deliveries.ts';
import { saveSubscription } from './save-subscription.ts';
import type { Saving } from './saving.ts';
import type { Queries } from './subscription-rows.ts';
import { saveCall } from './wanted-calls.ts';

const topics = {
  'billing.subscription.v1': subscriptionTopic,
  'billing.payment.v1': paymentTopic,
  'billing.notice.v1': noticeTopic,
} as const;

/** Saves all that a decision comes to in the transaction of `tx`. What others refer to is sent first. */
export async function saveConsequences(
  tx: Queries,
  consequences: Consequences,
  saving: Saving,
): Promise<void> {
  const { next, calls, cases } = consequences;
  const [, , , noticed] = await together([
    saveSubscription(tx, next, saving.now),
    saveEvents(tx, consequences, saving),
    saveMonths(tx, consequences, saving.now),
    saveNotices(tx, consequences),
    saveDue(tx, consequences),
    ...calls.map((call) => saveCall(tx, { call, of: next, saving })),
    ...cases.map((wanted) => saveCase(tx, { wanted, subscriptionId: next.id, saving })),
  ]);
  if (consequences.note !== null) await saveAudit(tx, consequences.note, saving.now);
  const announcements = [...consequences.announcements, ...noticed];
  await saveAnnouncements(tx, announcements, saving);
}

/** Puts what others are told into the outbox, in the transaction that it is true with. */
export async function saveAnnouncements(
  tx: Queries,
  announcements: readonly Announcement[],
  saving: Saving,
): Promise<void> {
  const told = announcements.map((announcement) => ({ id: saving.newId(), announcement }));
  await together([
    insertOutbox(
      tx,
      told.map((one) => rowOf(one, saving)),
    ),
    saveDeliveries(tx, told, saving),
  ]);
}

type Told = { readonly id: string; readonly announcement: Announcement };

const rowOf = ({ id, announcement: { topic, ...announcement } }: Told, { now, epoch, traceparent }: Saving) =>
  outboxRow(topics[topic], {
    ...announcement,
    id,
    source: 'gatefold/billing',
    time: now.toISOString(),
    epoch,
    traceparent,
  });

/** Puts on record what finance reads, with what is booked for it. */
export async function saveEvents(
  tx: Queries,
  { next, events }: Pick<Consequences, 'next' | 'events'>,
  saving: Saving,
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ id, event }) => ({
    id,
    type: event.type,
    at: saving.now,
    reader_id: next.readerId,
    subscription_id: next.id,
    charge_id: event.chargeId,
    amount: event.amount?.amount.toString() ?? null,
    currency: event.amount?.currency ?? null,
    summary: event.summary,
    stripe_ids: event.stripeIds,
  }));
  const sources = next.charges.flatMap(sourcesOf);
  const entries = events.flatMap(({ id: eventId, entries: ofEvent }) =>
    ofEvent.map((entry) => ({ entry, id: saving.newId(), at: saving.now, eventId, of: next })),
  );
  await together([
    tx.query(insertEvents(JSON.stringify(rows), next.stripeCustomerId, next.id, next.readerId, sources)),
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
    UPDATE ledger_entry SET subscription_id = $3, reader_id = $4
    WHERE journal = 'cash' AND subscription_id IS NULL AND source = ANY($5))
  INSERT INTO billing_event (id, type, at, reader_id, subscription_id, charge_id, amount, currency, summary,
    stripe_ids, inbox_event_id)
  SELECT id, type, at, reader_id, subscription_id, charge_id, amount, currency, summary, stripe_ids, (
    SELECT event_id FROM inbox WHERE customer_id = $2 AND object_id = ANY(e.stripe_ids)
    ORDER BY array_position(e.stripe_ids, object_id), received_at DESC LIMIT 1)
  FROM jsonb_populate_recordset(NULL::billing_event, $1::jsonb) AS e`,
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

/** Notices whose cause is new: those alone are announced. */
async function saveNotices(tx: Queries, { next, notices }: Consequences): Promise<Announcement[]> {
  const rows = notices.flatMap(({ causeKey, announcement: { data } }) =>
    'noticeId' in data
      ? [
          {
            id: data.noticeId,
            cause_key: causeKey,
            subscription_id: next.id,
            kind: data.kind,
            due_at: data.dueAt,
          },
        ]
      : [],
  );
  if (rows.length === 0) return [];
  const { rows: saved } = await tx.query<{ id: string }>(insertNotices(JSON.stringify(rows)));
  const isNew = new Set(saved.map(({ id }) => id));
  return notices
    .map(({ announcement }) => announcement)
    .filter(({ data }) => 'noticeId' in data && isNew.has(data.noticeId));
}

const insertNotices = prepared(
  'insert-notices',
  `
  INSERT INTO notice (id, cause_key, subscription_id, kind, due_at)
  SELECT id, cause_key, subscription_id, kind, due_at FROM jsonb_populate_recordset(NULL::notice, $1::jsonb)
  ON CONFLICT (cause_key) DO NOTHING RETURNING id`,
);

export const saveDue = (tx: Queries, { next, due }: Consequences) =>
  due === null ? tx.query(forgetDue(next.id)) : tx.query(upsertDue(next.id, due.at, due.why));

const forgetDue = prepared('forget-due', 'DELETE FROM due WHERE subscription_id = $1');

const upsertDue = prepared(
  'upsert-due',
  `
  INSERT INTO due (subscription_id, due_at, why) VALUES ($1, $2, $3)
  ON CONFLICT (subscription_id) DO UPDATE SET due_at = excluded.due_at, why = excluded.why`,
);

/** Opens a case, unless there is one of this kind about this subject. */
export const saveCase = (
  tx: Queries,
  { wanted, subscriptionId, saving }: { wanted: WantedCase; subscriptionId: string | null; saving: Saving },
) =>
  tx.query(
    `INSERT INTO review_case (id, kind, subject, subscription_id, facts, opened_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (kind, subject) DO NOTHING`,
    [saving.newId(), wanted.kind, wanted.subject, subscriptionId, JSON.stringify(wanted.facts), saving.now],
  );
