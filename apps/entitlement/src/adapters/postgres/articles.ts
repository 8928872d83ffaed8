import { together } from '@gatefold/messaging';
import type { Pool, PoolClient } from 'pg';
import type { Article } from '../../domain/article.ts';
import type { Accounts, Articles } from '../../usecases/ports.ts';
import { toArticle, type ArticleRow } from './rows.ts';

export const postgresArticles: Articles<PoolClient> = {
  async save({ id, slug, publication, rule, isWithdrawn, epoch, sequence }, tx) {
    await tx.query(
      `INSERT INTO article AS known
         (id, slug, publication, access, feature, not_before, not_after, is_withdrawn, is_metered, epoch, sequence)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       ON CONFLICT (id) DO UPDATE SET
         slug = excluded.slug, publication = excluded.publication, access = excluded.access,
         feature = excluded.feature, not_before = excluded.not_before, not_after = excluded.not_after,
         is_withdrawn = excluded.is_withdrawn, is_metered = excluded.is_metered, epoch = excluded.epoch, sequence = excluded.sequence
       WHERE (known.epoch, known.sequence) < (excluded.epoch, excluded.sequence)`,
      [
        id,
        slug,
        publication,
        rule.access,
        rule.feature,
        rule.notBefore,
        rule.notAfter,
        isWithdrawn,
        rule.isMetered === true,
        epoch,
        sequence,
      ],
    );
  },
};

export const postgresAccounts: Accounts<PoolClient> = {
  async merge(readerId, into, tx) {
    await tx.query(
      `INSERT INTO reader (id, version, merged_into) VALUES ($1, 0, $2)
       ON CONFLICT (id) DO UPDATE SET merged_into = excluded.merged_into`,
      [readerId, into],
    );
  },

  async forget(readerId, at, tx) {
    await forgetSeats(readerId, at, tx);
    await together([
      tx.query(
        `INSERT INTO reader (id, version, erased_at) VALUES ($1, 0, $2)
         ON CONFLICT (id) DO UPDATE SET erased_at = COALESCE(reader.erased_at, excluded.erased_at)`,
        [readerId, at],
      ),
      tx.query('DELETE FROM meter WHERE holder = $1 OR joined_to = $1', [readerId]),
      tx.query('DELETE FROM gift_link WHERE giver_id = $1', [readerId]),
    ]);
  },
};

/**
 * Every address by which a group knew them: those that were invited under it, whoever else has it, and those whom they
 * invited into a group of their own.
 */
async function forgetSeats(readerId: string, at: Date, tx: PoolClient): Promise<void> {
  await tx.query(
    `UPDATE group_invite SET email = NULL, revoked_at = COALESCE(revoked_at, CASE WHEN used_at IS NULL THEN $2::timestamptz END)
     WHERE email IN (SELECT lower(shown_as) FROM group_member WHERE reader_id = $1 AND shown_as IS NOT NULL)
        OR email IS NOT NULL AND group_id IN (SELECT id FROM access_group WHERE owner_id = $1)`,
    [readerId, at],
  );
  await tx.query(
    'UPDATE group_member SET shown_as = NULL, left_at = COALESCE(left_at, $2) WHERE reader_id = $1',
    [readerId, at],
  );
}

const MOST = 200;

/** Articles that are there, by slug from this one on. */
export const articlesFrom =
  (pool: Pool) =>
  async (slug: string): Promise<readonly Article[]> => {
    const { rows } = await pool.query<ArticleRow>(
      'SELECT * FROM article WHERE NOT is_withdrawn AND slug >= $1 ORDER BY slug, id LIMIT $2',
      [slug, MOST],
    );
    return rows.map(toArticle);
  };
