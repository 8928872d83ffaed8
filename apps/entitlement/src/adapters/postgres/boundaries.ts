import { inTransaction } from '@gatefold/messaging';
import type { Pool, PoolClient } from 'pg';
import { sayAgain } from '../../domain/reader-set.ts';
import type { Boundaries, ReaderSets } from '../../usecases/ports.ts';

/** How many readers are looked up at a time. */
const PAGE = 200;

export const postgresBoundaries = (pool: Pool, readerSets: ReaderSets<PoolClient>): Boundaries => ({
  async pass(now) {
    let passed = 0;
    for (;;) {
      const due = await readersDue(pool, now);
      for (const readerId of due) passed += await passOne(pool, { readerId, now, readerSets });
      if (due.length < PAGE) return passed;
    }
  },

  async next() {
    const { rows } = await pool.query<{ next: Date | null }>({
      name: 'next-boundary',
      text: 'SELECT min(due_at) AS next FROM boundary',
    });
    return rows[0]?.next ?? null;
  },

  async announceAll() {
    let announced = 0;
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT id FROM reader WHERE id > $1 AND version > 0 ORDER BY id LIMIT ${PAGE}`,
        [after],
      );
      for (const { id } of rows)
        await inTransaction(pool, (tx) => readerSets.change(id, sayAgain, { tx, traceparent: null }));
      announced += rows.length;
      after = rows.at(-1)?.id ?? after;
      if (rows.length < PAGE) return announced;
    }
  },
});

async function readersDue(pool: Pool, now: Date): Promise<string[]> {
  const { rows } = await pool.query<{ reader_id: string }>(
    `SELECT reader_id FROM boundary WHERE due_at <= $1 ORDER BY due_at LIMIT ${PAGE}`,
    [now],
  );
  return rows.map(({ reader_id }) => reader_id);
}

type Due = { readerId: string; now: Date; readerSets: ReaderSets<PoolClient> };

/** Whoever takes the row away announces; another process that saw it as well finds it gone. */
const passOne = (pool: Pool, { readerId, now, readerSets }: Due): Promise<number> =>
  inTransaction(pool, async (tx) => {
    // First the reader, then the boundary: the order in which consumers lock them.
    await tx.query('SELECT 1 FROM reader WHERE id = $1 FOR UPDATE', [readerId]);
    const { rowCount } = await tx.query('DELETE FROM boundary WHERE reader_id = $1 AND due_at <= $2', [
      readerId,
      now,
    ]);
    if (rowCount !== 1) return 0;
    await readerSets.change(readerId, sayAgain, { tx, traceparent: null });
    return 1;
  });
