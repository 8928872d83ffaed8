import { inTransaction } from '@gatefold/messaging';
import type { Pool, PoolClient } from 'pg';
import { dayOf, type Read } from '../../domain/reading.ts';
import type { KeptRead, Reads } from '../../usecases/ports.ts';

/** What readers have read, and whether they want it kept. */
export const postgresReads = (pool: Pool): Reads<PoolClient> => ({
  ...kept(pool),
  ...wishes(pool),
  ...news,
});

const kept = (pool: Pool): Pick<Reads<never>, 'keep' | 'list' | 'forgetBefore'> => ({
  keep: (reads) => (reads.length === 0 ? Promise.resolve() : inTransaction(pool, (tx) => keep(reads, tx))),

  async list(readerId, { publication = null, after, limit }) {
    const { rows } = await pool.query<KeptRead>(
      `SELECT r.article_id AS "articleId", a.slug, a.title, s.name AS section, r.read_at AS at
       FROM article_read r JOIN article a ON a.id = r.article_id JOIN section s ON s.slug = a.section
       WHERE r.reader_id = $1 AND ($2::timestamptz IS NULL OR (r.read_at, r.article_id) < ($2, $3::uuid))
         AND ($4::text IS NULL OR a.publication = $4)
       ORDER BY r.read_at DESC, r.article_id DESC LIMIT ${limit}`,
      [readerId, after?.at ?? null, after?.articleId ?? null, publication],
    );
    return rows;
  },

  async forgetBefore(at) {
    await pool.query('DELETE FROM article_read WHERE read_at < $1', [at]);
  },
});

const wishes = (pool: Pool): Pick<Reads<never>, 'areKept' | 'clear' | 'choose'> => ({
  async areKept(readerId) {
    const { rowCount } = await pool.query('SELECT 1 FROM reading_wish WHERE reader_id = $1 AND NOT keeps', [
      readerId,
    ]);
    return rowCount === 0;
  },

  clear: (readerId, at) =>
    inTransaction(pool, async (tx) => {
      await lock([readerId], 'change', tx);
      await tx.query(
        `INSERT INTO reading_wish (reader_id, keeps, since) VALUES ($1, true, $2)
         ON CONFLICT (reader_id) DO UPDATE SET since = excluded.since`,
        [readerId, at],
      );
      return forget(readerId, tx);
    }),

  choose: (readerId, { keeps, at }) =>
    inTransaction(pool, async (tx) => {
      await lock([readerId], 'change', tx);
      await wish(readerId, { keeps, at }, tx);
      if (!keeps) await forget(readerId, tx);
    }),
});

const news: Pick<Reads<PoolClient>, 'merge' | 'erase'> = {
  async merge(from, to, { tx, at }) {
    await lock([from, to], 'change', tx);
    await tx.query(
      `INSERT INTO article_read (reader_id, day, article_id, read_at)
       SELECT $2, day, article_id, read_at FROM article_read r
       WHERE reader_id = $1 AND ${isWanted('$2', 'r.read_at')} ON CONFLICT DO NOTHING`,
      [from, to],
    );
    await wish(from, { keeps: false, at }, tx);
    await forget(from, tx);
  },

  async erase(readerId, { tx, at }) {
    await lock([readerId], 'change', tx);
    await wish(readerId, { keeps: false, at }, tx);
    await forget(readerId, tx);
  },
};

async function keep(reads: readonly Read[], tx: PoolClient): Promise<void> {
  // Before the statement that looks at wishes, so that it sees the one that it has waited for.
  await lock([...new Set(reads.map(({ readerId }) => readerId))], 'keep', tx);
  await tx.query(
    `INSERT INTO article_read (reader_id, day, article_id, read_at)
     SELECT n.reader_id, n.day, n.article_id, n.read_at
     FROM unnest($1::uuid[], $2::date[], $3::uuid[], $4::timestamptz[]) AS n (reader_id, day, article_id, read_at)
     JOIN article a ON a.id = n.article_id
     WHERE ${isWanted('n.reader_id', 'n.read_at')} ON CONFLICT DO NOTHING`,
    [
      reads.map(({ readerId }) => readerId),
      reads.map(({ at }) => dayOf(at)),
      reads.map(({ articleId }) => articleId),
      reads.map(({ at }) => at),
    ],
  );
}

const isWanted = (readerId: string, readAt: string): string => `NOT EXISTS (
  SELECT 1 FROM reading_wish w WHERE w.reader_id = ${readerId} AND (NOT w.keeps OR ${readAt} < w.since))`;

/**
 * Those who keep reads go together; who changes what is kept goes alone, so that nothing which was under
 * way is kept after it was forgotten. Always in one order, so that no two wait for each other.
 */
const lock = (readerIds: readonly string[], why: 'keep' | 'change', tx: PoolClient) =>
  tx.query(
    `SELECT ${why === 'keep' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock'}(hashtextextended('reads:' || id, 0))
     FROM (SELECT id FROM unnest($1::text[]) AS id ORDER BY hashtextextended('reads:' || id, 0)) AS ordered`,
    [readerIds],
  );

const wish = (readerId: string, { keeps, at }: { keeps: boolean; at: Date }, tx: PoolClient) =>
  tx.query(
    `INSERT INTO reading_wish (reader_id, keeps, since) VALUES ($1, $2, $3)
     ON CONFLICT (reader_id) DO UPDATE SET keeps = excluded.keeps, since = excluded.since
     WHERE reading_wish.keeps <> excluded.keeps`,
    [readerId, keeps, at],
  );

async function forget(readerId: string, tx: PoolClient): Promise<number> {
  const { rowCount } = await tx.query('DELETE FROM article_read WHERE reader_id = $1', [readerId]);
  return rowCount ?? 0;
}
