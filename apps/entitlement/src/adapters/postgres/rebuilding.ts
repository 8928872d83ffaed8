import { inTransaction } from '@gatefold/messaging';
import type { Pool, PoolClient } from 'pg';
import { rebuilt } from '../../domain/rebuild.ts';
import type { ReaderSets, Rebuilding } from '../../usecases/ports.ts';
import { factColumns, toFact, type FactRow } from './rows.ts';

const PAGE = 200;
const AT_ONCE = 4;

/** Each reader in a transaction of their own, so that answers go on meanwhile and each changes at once. */
export const postgresRebuilding = (pool: Pool, readerSets: ReaderSets<PoolClient>): Rebuilding => ({
  async count() {
    const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM reader');
    return rows[0]?.count ?? 0;
  },

  async *all() {
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT id FROM reader WHERE id > $1 ORDER BY id LIMIT ${PAGE}`,
        [after],
      );
      const waiting = rows.map(({ id }) => id);
      const lane = async (): Promise<number> => {
        let changed = 0;
        for (let id = waiting.shift(); id !== undefined; id = waiting.shift())
          if (await rebuildOne(pool, readerSets, id)) changed += 1;
        return changed;
      };
      const lanes = await Promise.all(Array.from({ length: AT_ONCE }, lane));
      yield { done: rows.length, changed: lanes.reduce((sum, changed) => sum + changed, 0) };
      after = rows.at(-1)?.id ?? after;
      if (rows.length < PAGE) return;
    }
  },
});

const rebuildOne = (pool: Pool, readerSets: ReaderSets<PoolClient>, readerId: string): Promise<boolean> =>
  inTransaction(pool, async (tx) => {
    // The lock first and the facts then, so that a fact that comes meanwhile is either seen here or comes after.
    await tx.query('SELECT 1 FROM reader WHERE id = $1 FOR UPDATE', [readerId]);
    const { rows } = await tx.query<FactRow>(
      `SELECT ${factColumns} FROM subscription_fact fact WHERE subscription_id IN
         (SELECT subscription_id FROM subscription_fact WHERE reader_id = $1)`,
      [readerId],
    );
    const histories = Map.groupBy(rows.map(toFact), ({ data }) => data.subscriptionId);
    let isChanged = false;
    await readerSets.change(
      readerId,
      (set) => {
        const next = rebuilt(set, [...histories.values()]);
        isChanged = next.version !== set.version;
        return next;
      },
      { tx, traceparent: null },
    );
    return isChanged;
  });
