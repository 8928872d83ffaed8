import type { PoolClient } from 'pg';
import { carryOver } from '../../domain/carry-over.ts';
import { consequencesOf, type Decided } from '../../domain/consequences.ts';
import { giveWay } from '../../domain/give-way.ts';
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
      if (current !== null) await handOver(database, tx, { current, toReaderId, traceparent });
    }
    await transferGifts(database, tx, { from, to: toReaderId });
  };

type HandedOver = { current: Subscription; toReaderId: string; traceparent: string | null };

/** One of them, and what becomes of what its new reader has of the same. */
async function handOver(
  database: Database,
  tx: PoolClient,
  { current, toReaderId, traceparent }: HandedOver,
): Promise<void> {
  const saving = savingOf(database, traceparent);
  const given = { now: saving.now, reminding: database.reminding, newId: database.newId };
  const save = async (decided: Decided): Promise<Subscription> => {
    const consequences = consequencesOf(decided, given);
    await saveConsequences(tx, consequences, saving);
    return consequences.next;
  };
  const carry = async (left: Subscription, kept: Subscription) => {
    const carried = carryOver(left, kept, { ...given, commandId: `merge:${left.id}` });
    if (carried !== null) await save(carried);
  };

  const live = await liveLike(tx, toReaderId, current);
  const giving = giveWay(live, current, given);
  for (const decided of giving ?? []) await save(decided);
  const isSecond = live.length > 0 && giving === null;
  const decided = transfer(current, { readerId: toReaderId, hasLiveOne: isSecond }, database.newId);
  const moved = await save(decided);

  const [first] = live;
  const endsNow = current.endingAs === null && moved.endingAs !== null;
  const left = giving === null ? (endsNow ? [current] : []) : live;
  const kept = giving === null ? first : moved;
  if (kept !== undefined) for (const one of left) await carry(one, kept);
}

/** Those that this reader already has of the same, locked. */
async function liveLike(tx: PoolClient, readerId: string, like: Subscription): Promise<Subscription[]> {
  const others = await loadSubscriptions(tx, 's.reader_id = $1 AND s.id <> $2 ORDER BY s.id', [
    readerId,
    like.id,
  ]);
  const locked: Subscription[] = [];
  for (const { id } of runningLike(like, others)) {
    const one = await lockSubscription(tx, id);
    if (one !== null) locked.push(one);
  }
  return locked;
}
