import pg, { type Pool, type PoolClient } from 'pg';
import type { Logger } from './port.ts';

type PoolOptions = {
  readonly url: string;
  /** Shown as `application_name` in the database. */
  readonly name: string;
  readonly max?: number;
  readonly logger: Logger;
};

/** A pool whose every wait is bounded, and that outlives a restart of the database. */
export function openPool({ url, name, max = 10, logger }: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: name,
    max,
    connectionTimeoutMillis: 2_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 15_000,
    query_timeout: 20_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
  });
  pool.on('error', (error) => logger.warn({ err: error, pool: name }, 'an idle connection broke'));
  // A connection in use emits as well, when it breaks between two queries; unheard, that ends the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * Runs `work` in one transaction. A rejection rolls back, and so does a commit that the database turned
 * into a rollback because `work` swallowed an error of a statement.
 */
export async function inTransaction<T>(pool: Pool, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  try {
    await tx.query('BEGIN');
    const result = await work(tx);
    const { command } = await tx.query('COMMIT');
    if (command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
    return result;
  } catch (error) {
    await tx.query('ROLLBACK').catch((cause: Error) => (broken = cause));
    throw error;
  } finally {
    tx.release(broken);
  }
}
