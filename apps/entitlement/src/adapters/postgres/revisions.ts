import { setTimeout as sleep } from 'node:timers/promises';
import type { MachineClock } from '@gatefold/kernel';
import type { Pool } from 'pg';
import type { Revision } from '../../domain/revision.ts';
import type { Revisions } from '../../usecases/ports.ts';

/** How long a reader who has just paid is made to wait at the most. */
const PATIENCE_MS = 3_000;
/** Asks the database rather than this process, which need not be the one that hears of it. */
const ASK_EVERY_MS = 20;

export const postgresRevisions = (pool: Pool, clock: MachineClock): Revisions => ({
  async isKnown(revision) {
    const giveUpAt = clock.now().getTime() + PATIENCE_MS;
    for (;;) {
      if (await isInEffect(pool, revision)) return true;
      if (clock.now().getTime() >= giveUpAt) return false;
      await sleep(ASK_EVERY_MS);
    }
  },
});

async function isInEffect(
  pool: Pool,
  { subscriptionId, epoch, sequence }: Revision & { subscriptionId: string },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT 1 FROM subscription_fact WHERE subscription_id = $1 AND (epoch, sequence) >= ($2::int, $3::int) LIMIT 1`,
    [subscriptionId, epoch, sequence],
  );
  return rowCount === 1;
}
