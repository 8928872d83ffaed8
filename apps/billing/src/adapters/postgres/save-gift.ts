import type { AuditNote } from '../../domain/audit.ts';
import { consequencesOf } from '../../domain/consequences.ts';
import { asSubscription, type Gift, type GiftDecided } from '../../domain/gift.ts';
import { saveAudit } from './audit.ts';
import { saveGift } from './gift-rows.ts';
import { saveMonths } from './month-totals.ts';
import { saveAnnouncements, saveCase } from './save-consequences.ts';
import { saveEvents } from './save-events.ts';
import type { Queries } from './subscription-rows.ts';
import { savingOf, type Database } from './subscriptions.ts';
import { saveCall } from './wanted-calls.ts';

/**
 * Saves all that a decision about a gift comes to in the transaction of `tx`: what its giver's money did, and what
 * its reader has, each under their own key. Notices need no table: each is told by a change that happens once.
 */
export async function saveGiftDecided(
  database: Database,
  tx: Queries,
  { decided, note = null }: { decided: GiftDecided; note?: AuditNote | null },
): Promise<Gift> {
  const saving = savingOf(database);
  const given = { now: saving.now, reminding: database.reminding, newId: database.newId };
  const { next, forGiver, forReader, calls, cases } = decided;
  const money = consequencesOf({ next: asSubscription(next, next.giverId), changes: forGiver }, given);
  const reading = consequencesOf({ next: asSubscription(next, next.recipientId), changes: forReader }, given);
  const saved: Gift = {
    ...next,
    sequence: reading.next.sequence,
    charge: money.next.charges[0] ?? next.charge,
  };
  await saveGift(tx, saved);
  for (const consequences of [money, reading]) {
    await saveEvents(tx, [consequences], saving);
    const noticed = consequences.notices.map(({ announcement }) => announcement);
    const told = [...consequences.announcements, ...noticed];
    await saveAnnouncements(
      tx,
      told.map((announcement) => ({ announcement, traceparent: saving.traceparent })),
      saving,
    );
  }
  await saveMonths(tx, [money], saving.now);
  const of = { id: null, stripeCustomerId: next.stripeCustomerId };
  for (const call of calls) await saveCall(tx, { call, of, saving });
  for (const wanted of cases) await saveCase(tx, { wanted, subscriptionId: null, saving });
  if (note !== null) await saveAudit(tx, note, saving.now);
  return saved;
}
