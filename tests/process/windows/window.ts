import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/**
 * The moment between two lines of a service at which a kill does the most harm.
 *
 * `wait` resolves inside it, or false if it did not come; `wasHit` looks, after the kill, whether the
 * process really died inside.
 */
export type Window = {
  readonly name: string;
  readonly victim: 'billing' | 'entitlement';
  wait(): Promise<boolean>;
  /** Lets go of whatever `wait` holds. Called after the kill. */
  release(): Promise<void>;
  wasHit(): Promise<boolean>;
  close(): Promise<void>;
};

/** Between two looks at a database, in machine time. */
const LOOK_MS = 1;
/** How long a window may be waited for before the round is tried anew. */
const WINDOW_WITHIN_MS = 2_500;

/** Looks again and again, and answers false when it does not come true in time. */
export async function comesTrue(look: () => Promise<boolean>): Promise<boolean> {
  const giveUpAt = performance.now() + WINDOW_WITHIN_MS;
  while (performance.now() < giveUpAt) {
    if (await look()) return true;
    await sleep(LOOK_MS);
  }
  return false;
}

export const nothingHeld = async (): Promise<void> => undefined;

export type Held = {
  /** Whether somebody stands before it. */
  isWaitedFor(): Promise<boolean>;
  release(): Promise<void>;
};

/** Nobody reads or writes the table until it is released, twice at will. */
export async function holdTable(pool: pg.Pool, table: string): Promise<Held> {
  const client = await pool.connect();
  let isHeld = true;
  await client.query('BEGIN');
  await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  return {
    async isWaitedFor() {
      const { rows } = await client.query<{ found: boolean }>(
        'SELECT EXISTS (SELECT 1 FROM pg_locks WHERE relation = $1::regclass AND NOT granted) AS found',
        [table],
      );
      return rows[0]?.found ?? false;
    },
    async release() {
      if (!isHeld) return;
      isHeld = false;
      await client.query('ROLLBACK').catch(() => undefined);
      client.release();
    },
  };
}
