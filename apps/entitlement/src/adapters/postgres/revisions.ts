import type { MachineClock } from '@gatefold/kernel';
import type { Pool } from 'pg';
import type { WriteOfBilling } from '../../domain/revision.ts';
import type { Revisions } from '../../usecases/ports.ts';

/** How long a reader who has just paid is made to wait at the most. */
const PATIENCE_MS = 4_000;
/** The process that hears of a write need not be this one, so the database is asked now and then as well. */
const ASK_EVERY_MS = 50;

/** Revisions whose waiting ends the moment that this process has taken in something: call `wake` then. */
export function postgresRevisions(pool: Pool, clock: MachineClock): Revisions & { wake(): void } {
  const waiting = new Set<() => void>();

  const news = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      waiting.add(done);
    });

  return {
    wake() {
      for (const done of waiting) done();
    },
    async missing(awaited) {
      const giveUpAt = clock.now().getTime() + PATIENCE_MS;
      for (;;) {
        // From before the question on, so that what arrives while it is asked is not slept through.
        const next = news(ASK_EVERY_MS);
        const missing = await notInEffect(pool, awaited);
        if (missing.length === 0 || clock.now().getTime() >= giveUpAt) return missing;
        await next;
      }
    },
  };
}

async function notInEffect(
  pool: Pool,
  awaited: readonly WriteOfBilling[],
): Promise<readonly WriteOfBilling[]> {
  const { rows } = await pool.query<{ position: string }>({
    name: 'revisions-not-in-effect',
    text: `
      SELECT awaited.position
      FROM unnest($1::uuid[], $2::int[], $3::bigint[]) WITH ORDINALITY AS awaited (subscription_id, epoch, sequence, position)
      WHERE NOT EXISTS (
        SELECT 1 FROM subscription_fact fact
        WHERE fact.subscription_id = awaited.subscription_id
          AND (fact.epoch, fact.sequence) >= (awaited.epoch, awaited.sequence)
      )`,
    values: [
      awaited.map(({ subscriptionId }) => subscriptionId),
      awaited.map(({ epoch }) => epoch),
      awaited.map(({ sequence }) => sequence),
    ],
  });
  return rows.flatMap(({ position }) => awaited[Number(position) - 1] ?? []);
}
