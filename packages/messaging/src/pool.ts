import type { Writable } from 'node:stream';
import pg, { type Pool, type PoolClient } from 'pg';
import type { Logger } from './port.ts';

type PoolOptions = {
  readonly url: string;
  /** Shown as `application_name` in the database. */
  readonly name: string;
  readonly max?: number;
  readonly logger: Logger;
};

/**
 * A pool whose every wait is bounded, and that outlives a restart of the database.
 *
 * Its clients send what they are asked at once and in order (see `together`); cursors cannot be used on them.
 */
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
    pipeline: true,
  });
  pool.on('error', (error) => logger.warn({ err: error, pool: name }, 'an idle connection broke'));
  // A connection in use emits as well, when it breaks between two queries; unheard, that ends the process.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    writeOnceATick(client);
  });
  return pool;
}

/** Where a client of `pg` writes to. */
type Connected = { readonly connection?: { readonly stream?: Writable } };

/** Statements that are sent together leave in one system call: at a write each they cost more than their work. */
function writeOnceATick(client: PoolClient): void {
  const stream = (client as unknown as Connected).connection?.stream;
  if (stream === undefined) return;
  const write = stream.write.bind(stream) as (...given: unknown[]) => boolean;
  let isCorked = false;
  const uncork = (): void => {
    isCorked = false;
    stream.uncork();
  };
  stream.write = ((...given: unknown[]): boolean => {
    if (!isCorked) {
      isCorked = true;
      stream.cork();
      process.nextTick(uncork);
    }
    return write(...given);
  }) as Writable['write'];
}

/**
 * Runs `work` in one transaction. A rejection rolls back, and so does a commit that the database turned
 * into a rollback because `work` swallowed an error of a statement.
 */
export async function inTransaction<T>(pool: Pool, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  try {
    // It travels with the first statement of `work`. A BEGIN that fails takes its connection with it.
    const [, result] = await together([tx.query('BEGIN'), work(tx)]);
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

/**
 * Awaits statements of one transaction that were sent together: one round trip for all. They run in the order
 * in which they were sent.
 *
 * Rejects with what failed first, once all have ended, so that nothing is sent after the rollback.
 */
export async function together<const T extends readonly unknown[]>(
  sent: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const failures: unknown[] = [];
  const ended = await Promise.all(
    sent.map((one) => Promise.resolve(one).catch((error: unknown) => void failures.push(error))),
  );
  if (failures.length > 0) throw failures[0];
  return ended as { -readonly [K in keyof T]: Awaited<T[K]> };
}

/**
 * A statement that each connection plans once, under a name that is this service's only one. It names its columns:
 * a connection does not get over a `*` that a migration has made wider.
 */
export const prepared =
  (name: string, text: string) =>
  (...values: unknown[]) => ({ name, text, values });
