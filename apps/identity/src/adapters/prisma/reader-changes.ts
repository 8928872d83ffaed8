import { announce } from '../../domain/announce.ts';
import type { ReaderChange } from '../../domain/settle.ts';
import type { Tx } from './database.ts';
import type { AddToOutbox, ReaderEvent } from './outbox.ts';

/**
 * Saves changes of readers and announces each of them.
 *
 * The row is written first: its lock is what makes the sequence grow without gaps, and events of
 * one reader leave in that order.
 */
export const saveReaderChanges =
  (addToOutbox: AddToOutbox) =>
  async (tx: Tx, changes: readonly ReaderChange[], now: Date): Promise<void> => {
    const events: ReaderEvent[] = [];
    for (const change of changes) {
      const { sequence } = await tx.reader.update({
        where: { id: change.readerId },
        data: { ...columnsOf(change, now), sequence: { increment: 1 } },
        select: { sequence: true },
      });
      events.push({ ...announce(change), readerId: change.readerId, sequence });
    }
    await addToOutbox(tx, events);
  };

/** In the place of an address's hash; is the hash of none. */
const NOBODY = 'erased';

const NO_HABITS = { locale: null, zone: null, spokenLocale: null };

/** The address leaves the row once the account has it. */
function columnsOf(change: ReaderChange, now: Date) {
  switch (change.type) {
    case 'appeared':
      return {};
    case 'verified':
      return { verifiedAt: now, email: null };
    case 'merged':
      return { mergedInto: change.into, email: null };
    case 'erased':
      return { erasedAt: now, email: null, emailHash: NOBODY, mergedInto: null, ...NO_HABITS };
  }
}
