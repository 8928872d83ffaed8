import { announceAgain, type PresentState } from '../../domain/announce.ts';
import type { Change, Tx } from './database.ts';
import type { AddToOutbox } from './outbox.ts';

type Deps = { change: Change; addToOutbox: AddToOutbox };

const AT_ONCE = 500;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Some hundred readers a transaction, so that nobody's sign-in waits for the whole table. */
export const announceAllReaders =
  ({ change, addToOutbox }: Deps) =>
  async (): Promise<number> => {
    let announced = 0;
    let last: string | undefined = BEFORE_ALL;
    while (last !== undefined) {
      const after: string = last;
      const some = await change((tx) => announceSome(tx, after, addToOutbox));
      announced += some.length;
      last = some.at(-1)?.readerId;
    }
    return announced;
  };

async function announceSome(tx: Tx, after: string, addToOutbox: AddToOutbox): Promise<PresentState[]> {
  const rows = await tx.$queryRaw<(PresentState & { sequence: number })[]>`
    UPDATE reader SET sequence = sequence + 1
    WHERE id IN (SELECT id FROM reader WHERE id > ${after}::uuid ORDER BY id LIMIT ${AT_ONCE} FOR UPDATE)
    RETURNING id AS "readerId", sequence, verified_at IS NOT NULL AS verified, merged_into AS "mergedInto",
      erased_at IS NOT NULL AS erased`;
  const inOrder = rows.toSorted((a, b) => (a.readerId < b.readerId ? -1 : 1));
  await addToOutbox(
    tx,
    inOrder.map((row) => ({ ...announceAgain(row), readerId: row.readerId, sequence: row.sequence })),
  );
  return inOrder;
}
