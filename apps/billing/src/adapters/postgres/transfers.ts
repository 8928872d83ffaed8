import type { PoolClient } from 'pg';
import { carryOver } from '../../domain/carry-over.ts';
import { consequencesOf } from '../../domain/consequences.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { runningLike } from '../../domain/titles.ts';
import { transfer } from '../../domain/transfer.ts';
import { transferGifts } from './gifts.ts';
import { lockForTransfer } from './reader-locks.ts';
import { saveConsequences } from './save-consequences.ts';
import { loadSubscriptions, lockSubscription } from './subscription-rows.ts';
import { savingOf, type Database } from './subscriptions.ts';

/** Hands everything of one reader to another, in the transaction of `tx`. A repeat finds nothing left to hand over. */
export const postgresTransfers =
  (database: Database) =>
  async (
    { from, to: toReaderId, traceparent }: { from: string; to: string; traceparent: string | null },
    tx: PoolClient,
  ): Promise<void> => {
    // Customers before subscriptions, each in the order of ids: as a fold locks them.
    await tx.query(
      `UPDATE stripe_customer SET reader_id = $2 WHERE id IN (
         SELECT id FROM stripe_customer WHERE reader_id = $1 ORDER BY id FOR NO KEY UPDATE)`,
      [from, toReaderId],
    );
    await lockForTransfer(tx, { from, to: toReaderId });
    const theirs = await loadSubscriptions(tx, 's.reader_id = $1 ORDER BY s.id', [from]);
    for (const { id } of theirs) {
      const current = await lockSubscription(tx, id);
      if (current === null) continue;
      const live = await liveOneLike(tx, toReaderId, current);
      const decided = transfer(current, { readerId: toReaderId, hasLiveOne: live !== null }, database.newId);
      const saving = savingOf(database, traceparent);
      const given = { now: saving.now, reminding: database.reminding, newId: database.newId };
      await saveConsequences(tx, consequencesOf(decided, given), saving);
      if (live === null || current.endingAs !== null || decided.next.endingAs === null) continue;
      const carried = carryOver(current, live, { ...given, commandId: `merge:${id}` });
      if (carried !== null) await saveConsequences(tx, consequencesOf(carried, given), saving);
    }
    await transferGifts(database, tx, { from, to: toReaderId });
  };

/** The one that this reader already has of the same, locked. */
async function liveOneLike(
  tx: PoolClient,
  readerId: string,
  like: Subscription,
): Promise<Subscription | null> {
  const others = await loadSubscriptions(tx, 's.reader_id = $1 AND s.id <> $2', [readerId, like.id]);
  const [live] = runningLike(like, others);
  return live === undefined ? null : lockSubscription(tx, live.id);
}
