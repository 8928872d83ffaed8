import type { Pool } from 'pg';

/** Age in seconds of the oldest open transaction in this database that has written; 0 without any. */
export async function oldestTransactionSeconds(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ seconds: number }>(
    `SELECT coalesce(extract(epoch FROM max(clock_timestamp() - xact_start)), 0)::float8 AS seconds
     FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL`,
  );
  return rows[0]?.seconds ?? 0;
}
