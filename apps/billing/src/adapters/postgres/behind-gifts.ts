import { prepared } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import { comesIntoSight, putBehindGifts, type BehindGifts } from '../../domain/behind-gifts.ts';
import type { Decided } from '../../domain/consequences.ts';
import { nothingNew, type Gift } from '../../domain/gift.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { loadGifts } from './gift-rows.ts';
import { saveGiftDecided } from './save-gift.ts';
import { savingOf, type Database } from './subscriptions.ts';

const TAKEN = `recipient_id = $1 AND state = 'redeemed' ORDER BY id FOR UPDATE`;

/** What was decided of a subscription, put behind the gifts of its reader where its next charge comes into sight. */
export async function behindGifts(
  database: Database,
  tx: PoolClient,
  { before, decided }: { before: Subscription; decided: Decided },
): Promise<BehindGifts> {
  if (!comesIntoSight(before, decided)) return { decided, gifts: [] };
  const taken = await loadGifts(tx, TAKEN, [decided.next.readerId]);
  return putBehindGifts(decided, taken, { now: savingOf(database).now, newId: database.newId });
}

/** After the subscription that they name. */
export async function saveGiftsBefore(
  database: Database,
  tx: PoolClient,
  gifts: readonly Gift[],
): Promise<void> {
  for (const gift of gifts) await saveGiftDecided(database, tx, { decided: nothingNew(gift) });
}

/**
 * Lets no fold of a reader begin a subscription, or take a cancellation back, while they take a gift: of the two the
 * later one sees the other.
 */
export const lockFoldsOf = (tx: PoolClient, readerId: string) => tx.query(lockCustomers(readerId));

const lockCustomers = prepared(
  'lock-customers-of',
  'SELECT FROM stripe_customer WHERE reader_id = $1 ORDER BY id FOR NO KEY UPDATE',
);
