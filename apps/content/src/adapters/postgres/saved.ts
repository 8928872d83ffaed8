import { inTransaction } from '@gatefold/messaging';
import type { Pool, PoolClient } from 'pg';
import type { KeptRead, Saved } from '../../usecases/ports.ts';

/** So many may one reader put aside. */
const MOST = 500;

/** What readers have put aside. Whatever adds to it of one reader goes one after the other. */
export const postgresSaved = (pool: Pool, most = MOST): Saved<PoolClient> => ({
  ...lists(pool),

  save: (readerId, slug, at) =>
    inTransaction(pool, async (tx) => {
      await lock(readerId, tx);
      const { rows } = await tx.query<{ articleId: string | null; isGone: boolean; count: number }>(
        `SELECT (SELECT id FROM article WHERE slug = $2 AND published_at <= $3) AS "articleId",
           EXISTS (SELECT 1 FROM gone_reader WHERE reader_id = $1) AS "isGone",
           (SELECT count(*)::int FROM saved_article s JOIN article a ON a.id = s.article_id
            WHERE s.reader_id = $1 AND a.slug <> $2) AS count`,
        [readerId, slug, at],
      );
      const { articleId, isGone, count } = rows[0]!;
      if (isGone) return 'gone';
      if (articleId === null) return 'unknown';
      if (count >= most) return 'full';
      await tx.query(
        `INSERT INTO saved_article (reader_id, article_id, saved_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
        [readerId, articleId, at],
      );
      return null;
    }),

  async erase(readerId, tx) {
    await lock(readerId, tx);
    await tx.query('INSERT INTO gone_reader (reader_id) VALUES ($1) ON CONFLICT DO NOTHING', [readerId]);
    await tx.query('DELETE FROM saved_article WHERE reader_id = $1', [readerId]);
  },
});

const lists = (pool: Pool): Pick<Saved<never>, 'list' | 'drop'> => ({
  async list(readerId, { publication = null, after, limit }) {
    const { rows } = await pool.query<KeptRead>(
      `SELECT s.article_id AS "articleId", a.slug, a.title, n.name AS section, s.saved_at AS at
       FROM saved_article s JOIN article a ON a.id = s.article_id JOIN section n ON n.slug = a.section
       WHERE s.reader_id = $1 AND ($2::timestamptz IS NULL OR (s.saved_at, s.article_id) < ($2, $3::uuid))
         AND ($4::text IS NULL OR a.publication = $4)
       ORDER BY s.saved_at DESC, s.article_id DESC LIMIT ${limit}`,
      [readerId, after?.at ?? null, after?.articleId ?? null, publication],
    );
    return rows;
  },

  async drop(readerId, slug) {
    await pool.query(
      `DELETE FROM saved_article s USING article a WHERE s.reader_id = $1 AND a.id = s.article_id AND a.slug = $2`,
      [readerId, slug],
    );
  },
});

const lock = (readerId: string, tx: PoolClient) =>
  tx.query("SELECT pg_advisory_xact_lock(hashtextextended('saved:' || $1, 0))", [readerId]);
