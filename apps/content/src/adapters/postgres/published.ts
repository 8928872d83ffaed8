import type { Pool } from 'pg';
import type { Published } from '../../usecases/ports.ts';

/** What sitemaps.org allows in one file. */
const MOST = 50_000;

/** Which articles are out, by months of UTC. */
export const postgresPublished = (pool: Pool): Published => ({
  async months(publication, now) {
    const { rows } = await pool.query<{ month: string }>(
      `SELECT DISTINCT to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month FROM article
       WHERE publication = $1 AND published_at <= $2 ORDER BY month DESC`,
      [publication, now],
    );
    return rows.map(({ month }) => month);
  },

  async inMonth(publication, month, now) {
    const { rows } = await pool.query<{ slug: string }>(
      `SELECT slug FROM article
       WHERE publication = $1 AND published_at <= $2 AND published_at >= ($3 || '-01')::date::timestamp AT TIME ZONE 'UTC'
         AND published_at < (($3 || '-01')::date + interval '1 month') AT TIME ZONE 'UTC'
       ORDER BY published_at, id LIMIT ${MOST}`,
      [publication, now, month],
    );
    return rows.map(({ slug }) => slug);
  },
});
