import type { Pool, PoolClient } from 'pg';

/** Commits what `work` did, or nothing of it. */
export async function inTransaction<T>(pool: Pool, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  try {
    await tx.query('BEGIN');
    const result = await work(tx);
    await tx.query('COMMIT');
    tx.release();
    return result;
  } catch (error) {
    await tx.query('ROLLBACK').catch(() => undefined);
    tx.release(error instanceof Error);
    throw error;
  }
}
