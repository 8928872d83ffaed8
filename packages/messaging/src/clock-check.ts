import type { MachineClock } from '@gatefold/kernel';
import type { Pool } from 'pg';

const MOST_SECONDS = 120;

/** By how many seconds this machine's clock is ahead of the database's, below 0 behind; NaN while that does not answer. */
export async function secondsAhead(pool: Pick<Pool, 'query'>, clock: MachineClock): Promise<number> {
  const asked = pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  const now = await asked.then(({ rows }) => rows[0]?.now).catch(() => undefined);
  return now === undefined ? NaN : (clock.now().getTime() - now.getTime()) / 1_000;
}

/**
 * Rejects when this machine's clock is off by more than two minutes, so that its process is not ready and nobody is
 * answered by it: all processes of a service share one database, and with it one time.
 */
async function clockIsRight(pool: Pick<Pool, 'query'>, clock: MachineClock): Promise<void> {
  const ahead = await secondsAhead(pool, clock);
  if (Math.abs(ahead) > MOST_SECONDS) throw new Error(`the clock of this machine is ${ahead} s ahead`);
}

/** What a service with a database needs to be ready: that it answers, and that this machine's clock agrees with it. */
export const readinessBy = (pool: Pick<Pool, 'query'>, clock: MachineClock) => ({
  database: (): Promise<unknown> => pool.query('SELECT 1'),
  'machine-clock': (): Promise<void> => clockIsRight(pool, clock),
});
