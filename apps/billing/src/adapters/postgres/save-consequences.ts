import { noticeTopic, paymentTopic, subscriptionTopic } from '@gatefold/events';
import { insertOutbox, outboxRow, prepared, together } from '@gatefold/messaging';
import type { Announcement } from '../../domain/announce.ts';
import type { WantedCase } from '../../domain/change.ts';
import type { Consequences } from '../../domain/consequences.ts';
import { saveAudit } from './audit.ts';
import { saveMonths } from './month-totals.ts';
import { saveDeliveries } from './save-deliveries.ts';
import { saveEvents } from './save-events.ts';
import { saveSubscriptions } from './save-subscription.ts';
import type { Saving } from './saving.ts';
import type { Queries } from './subscription-rows.ts';
import { saveCall } from './wanted-calls.ts';

const topics = {
  'billing.subscription.v1': subscriptionTopic,
  'billing.payment.v1': paymentTopic,
  'billing.notice.v1': noticeTopic,
} as const;

/** What a decision comes to, and the trace of what led to it. */
export type Decision = { readonly consequences: Consequences; readonly traceparent: string | null };

/** Saves all that a decision comes to in the transaction of `tx`. */
export const saveConsequences = (tx: Queries, consequences: Consequences, saving: Saving): Promise<void> =>
  saveDecisions(tx, [{ consequences, traceparent: saving.traceparent }], saving);

/**
 * Saves what decisions about different subscriptions come to in the transaction of `tx`, in as many statements as
 * for one. What others refer to is sent first.
 */
export async function saveDecisions(
  tx: Queries,
  decisions: readonly Decision[],
  saving: Saving,
): Promise<void> {
  if (decisions.length === 0) return;
  const all = decisions.map(({ consequences }) => consequences);
  const wanted = decisions.flatMap(({ consequences: { next, calls }, traceparent }) =>
    calls.map((call) => ({ call, of: next, saving: { ...saving, traceparent } })),
  );
  const cases = all.flatMap(({ next, cases: ofOne }) =>
    ofOne.map((one) => ({ wanted: one, subscriptionId: next.id, saving })),
  );
  const nexts = all.map(({ next }) => next);
  const [, , , isNew] = await together([
    saveSubscriptions(tx, nexts, saving.now),
    saveEvents(tx, all, saving),
    saveMonths(tx, all, saving.now),
    saveNotices(tx, all),
    saveDue(tx, all),
    ...wanted.map((call) => saveCall(tx, call)),
    ...cases.map((one) => saveCase(tx, one)),
  ]);
  for (const { note } of all) if (note !== null) await saveAudit(tx, note, saving.now);
  const told = decisions.flatMap(({ consequences, traceparent }) =>
    [...consequences.announcements, ...noticedIn(consequences, isNew)].map((announcement) => ({
      announcement,
      traceparent,
    })),
  );
  await saveAnnouncements(tx, told, saving);
}

/** What others are told, and the trace that it goes on in. */
export type Announced = { readonly announcement: Announcement; readonly traceparent: string | null };

/** Puts what others are told into the outbox, in the transaction that it is true with. */
export async function saveAnnouncements(
  tx: Queries,
  announced: readonly Announced[],
  saving: Saving,
): Promise<void> {
  const told = announced.map((one) => ({ id: saving.newId(), ...one }));
  await together([
    insertOutbox(
      tx,
      told.map((one) => rowOf(one, saving)),
    ),
    saveDeliveries(tx, told, saving),
  ]);
}

type Told = Announced & { readonly id: string };

const rowOf = (
  { id, announcement: { topic, ...announcement }, traceparent }: Told,
  { now, epoch }: Pick<Saving, 'now' | 'epoch'>,
) =>
  outboxRow(topics[topic], {
    ...announcement,
    id,
    source: 'gatefold/billing',
    time: now.toISOString(),
    epoch,
    traceparent,
  });

/** Keeps notices by their cause. The ids of those whose cause is new: those alone are announced. */
async function saveNotices(tx: Queries, all: readonly Consequences[]): Promise<ReadonlySet<string>> {
  const rows = all.flatMap(({ next, notices }) =>
    notices.flatMap(({ causeKey, announcement: { data } }) =>
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
    ),
  );
  if (rows.length === 0) return new Set();
  const { rows: saved } = await tx.query<{ id: string }>(insertNotices(JSON.stringify(rows)));
  return new Set(saved.map(({ id }) => id));
}

const noticedIn = ({ notices }: Consequences, isNew: ReadonlySet<string>): Announcement[] =>
  notices
    .map(({ announcement }) => announcement)
    .filter(({ data }) => 'noticeId' in data && isNew.has(data.noticeId));

const insertNotices = prepared(
  'insert-notices',
  `
  INSERT INTO notice (id, cause_key, subscription_id, kind, due_at)
  SELECT id, cause_key, subscription_id, kind, due_at FROM jsonb_populate_recordset(NULL::notice, $1::jsonb)
  ON CONFLICT (cause_key) DO NOTHING RETURNING id`,
);

export const saveDue = (tx: Queries, all: readonly Pick<Consequences, 'next' | 'due'>[]) => {
  const due = all.flatMap((one) => (one.due === null ? [] : [{ id: one.next.id, ...one.due }]));
  return tx.query(
    upsertDue(
      due.map(({ id }) => id),
      due.map(({ at }) => at),
      due.map(({ why }) => why),
      all.flatMap((one) => (one.due === null ? [one.next.id] : [])),
    ),
  );
};

const upsertDue = prepared(
  'upsert-due',
  `
  WITH forgotten AS (DELETE FROM due WHERE subscription_id = ANY($4::uuid[]))
  INSERT INTO due (subscription_id, due_at, why)
  SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::text[]) AS d (subscription_id, due_at, why)
  ORDER BY subscription_id
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
