import type { Pool, PoolClient } from 'pg';
import type { Choice } from '../../domain/newsletter.ts';
import type { Choices } from '../../usecases/newsletter-ports.ts';

export const postgresChoices = ({ pool }: { pool: Pool }): Choices<PoolClient> => ({
  async of(readerId) {
    const { rows } = await pool.query<Choice>(
      `SELECT newsletter, coalesce(ended_at, chosen_at) AS since, ended_by AS "endedBy" FROM newsletter_choice WHERE reader_id = $1`,
      [readerId],
    );
    return rows;
  },

  async choose({ readerId, newsletter }, at) {
    await pool.query(
      `INSERT INTO newsletter_choice (reader_id, newsletter, chosen_at) VALUES ($1, $2, $3)
       ON CONFLICT (reader_id, newsletter)
       DO UPDATE SET chosen_at = excluded.chosen_at, ended_at = NULL, ended_by = NULL, refusals = 0
       WHERE newsletter_choice.ended_at IS NOT NULL`,
      [readerId, newsletter, at],
    );
  },

  async end({ readerId, newsletter }, by, at) {
    await pool.query(
      `UPDATE newsletter_choice SET ended_by = $3, ended_at = $4
       WHERE reader_id = $1 AND newsletter = $2 AND ended_at IS NULL`,
      [readerId, newsletter, by, at],
    );
  },

  async comes({ readerId, newsletter }) {
    const { rowCount } = await pool.query(
      `SELECT FROM newsletter_choice WHERE reader_id = $1 AND newsletter = $2 AND ended_at IS NULL`,
      [readerId, newsletter],
    );
    return rowCount === 1;
  },

  async forget(readerId, tx) {
    await tx.query('DELETE FROM newsletter_choice WHERE reader_id = $1', [readerId]);
  },
});
