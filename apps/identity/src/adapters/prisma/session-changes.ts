import type { SessionChanges } from '../../usecases/ports.ts';
import type { PrismaClient } from './generated/client.ts';

/** More are no list any more: whoever asks believes none. */
const MOST_TOLD = 5_000;

type Deps = { readonly db: PrismaClient; /** Raised after a restore. */ readonly epoch: number };

/**
 * What the triggers wrote down, by transaction.
 *
 * The cursor is the oldest transaction that was still running: everything before it is over and was seen, and
 * everything from it on is asked for again.
 */
export const prismaSessionChanges = ({ db, epoch }: Deps): SessionChanges => ({
  async since(cursor) {
    const from = xactIn(cursor, epoch);
    const [answer] = await db.$queryRaw<{ next: string; hashes: string[] | null }[]>`
      SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS next,
        (SELECT array_agg(DISTINCT told.token_hash) FROM (
          SELECT token_hash FROM session_change WHERE xact >= ${from}::bigint LIMIT ${MOST_TOLD + 1}
        ) AS told) AS hashes`;
    const next = BigInt(answer?.next ?? 0);
    const hashes = answer?.hashes ?? [];
    const isComplete = from !== null && from <= next && hashes.length <= MOST_TOLD;
    return { hashes: isComplete ? hashes : [], cursor: `${epoch}.${next}`, isComplete };
  },
});

/** Null for a cursor of another epoch, in which transactions were counted differently. */
function xactIn(cursor: string | null, epoch: number): bigint | null {
  const [of, xact] = cursor?.split('.') ?? [];
  return xact === undefined || of !== String(epoch) ? null : BigInt(xact);
}
