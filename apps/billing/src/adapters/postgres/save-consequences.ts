import { noticeTopic, paymentTopic, subscriptionTopic } from '@gatefold/events';
import { insertOutbox, outboxRow } from '@gatefold/messaging';
import type { Announcement } from '../../domain/announce.ts';
import type { WantedCase } from '../../domain/change.ts';
import type { Consequences } from '../../domain/consequences.ts';
import type { Entry } from '../../domain/ledger.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { saveSubscription } from './save-subscription.ts';
import type { Saving } from './saving.ts';
import type { Queries } from './subscription-rows.ts';
import { saveCall } from './wanted-calls.ts';

const topics = {
  'billing.subscription.v1': subscriptionTopic,
  'billing.payment.v1': paymentTopic,
  'billing.notice.v1': noticeTopic,
} as const;

/** Saves all that a decision comes to in the transaction of `tx`. */
export async function saveConsequences(
  tx: Queries,
  consequences: Consequences,
  saving: Saving,
): Promise<void> {
  const { next, calls, cases } = consequences;
  await saveSubscription(tx, next, saving.now);
  await saveEvents(tx, consequences, saving);
  if (consequences.events.length > 0) await claimCash(tx, next);
  const noticed = await saveNotices(tx, consequences);
  await saveDue(tx, consequences);
  for (const call of calls) await saveCall(tx, { call, of: next, saving });
  for (const wanted of cases) await saveCase(tx, { wanted, subscriptionId: next.id, saving });
  const announcements = [...consequences.announcements, ...noticed];
  await insertOutbox(
    tx,
    announcements.map((announcement) => rowOf(announcement, saving)),
  );
}

const rowOf = ({ topic, ...announcement }: Announcement, { now, epoch, newId }: Saving) =>
  outboxRow(topics[topic], {
    ...announcement,
    id: newId(),
    source: 'gatefold/billing',
    time: now.toISOString(),
    epoch,
    traceparent: null,
  });

async function saveEvents(tx: Queries, { next, events }: Consequences, saving: Saving): Promise<void> {
  for (const { id, event, entries } of events) {
    await tx.query(
      `INSERT INTO billing_event (id, type, at, reader_id, subscription_id, charge_id, amount, currency, summary,
         stripe_ids, inbox_event_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (
         SELECT event_id FROM inbox WHERE customer_id = $11 AND object_id = ANY($10)
         ORDER BY array_position($10, object_id), received_at DESC LIMIT 1))`,
      [
        id,
        event.type,
        saving.now,
        next.readerId,
        next.id,
        event.chargeId,
        event.amount?.amount ?? null,
        event.amount?.currency ?? null,
        event.summary,
        event.stripeIds,
        next.stripeCustomerId,
      ],
    );
    for (const entry of entries)
      await saveEntry(tx, entry, { id: saving.newId(), at: saving.now, eventId: id, of: next });
  }
}

/** Money may be booked before the charge that moved it is known here; whose it was is clear only now. */
const claimCash = (tx: Queries, { id, readerId, charges }: Subscription) =>
  tx.query(
    `UPDATE ledger_entry SET subscription_id = $1, reader_id = $2
     WHERE journal = 'cash' AND subscription_id IS NULL AND source = ANY($3)`,
    [id, readerId, charges.flatMap(({ stripeChargeId }) => stripeChargeId ?? [])],
  );

type EntryContext = {
  readonly id: string;
  readonly at: Date;
  readonly eventId: string | null;
  readonly of: Pick<Subscription, 'id' | 'readerId'> | null;
};

/** Books an entry, unless its cause is booked already; whether it was new. */
export async function saveEntry(
  tx: Queries,
  entry: Entry,
  { id, at, eventId, of }: EntryContext,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO ledger_entry (id, journal, key, source, at, billing_event_id, subscription_id, reader_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (journal, key) DO NOTHING`,
    [id, entry.journal, entry.key, entry.source, at, eventId, of?.id ?? null, of?.readerId ?? null],
  );
  if (rowCount === 0) return false;
  await tx.query(
    `INSERT INTO ledger_line (entry_id, position, account, amount, currency)
     SELECT $1, position, account, amount, currency
     FROM unnest($2::text[], $3::bigint[], $4::text[]) WITH ORDINALITY AS line (account, amount, currency, position)`,
    [
      id,
      entry.lines.map(({ account }) => account),
      entry.lines.map(({ amount }) => amount.amount.toString()),
      entry.lines.map(({ amount }) => amount.currency),
    ],
  );
  return true;
}

/** Notices whose cause is new: those alone are announced. */
async function saveNotices(tx: Queries, { next, notices }: Consequences): Promise<Announcement[]> {
  const announced: Announcement[] = [];
  for (const { causeKey, announcement } of notices) {
    const { data } = announcement;
    if (!('noticeId' in data)) continue;
    const { rowCount } = await tx.query(
      `INSERT INTO notice (id, cause_key, subscription_id, kind, due_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (cause_key) DO NOTHING`,
      [data.noticeId, causeKey, next.id, data.kind, data.dueAt],
    );
    if (rowCount === 1) announced.push(announcement);
  }
  return announced;
}

const saveDue = (tx: Queries, { next, due }: Consequences) =>
  due === null
    ? tx.query('DELETE FROM due WHERE subscription_id = $1', [next.id])
    : tx.query(
        `INSERT INTO due (subscription_id, due_at, why) VALUES ($1, $2, $3)
         ON CONFLICT (subscription_id) DO UPDATE SET due_at = excluded.due_at, why = excluded.why`,
        [next.id, due.at, due.why],
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
