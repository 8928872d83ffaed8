import { together } from '@gatefold/messaging';
import type { PoolClient } from 'pg';

/**
 * Locks what one reader hands over to another, who may have something of the same: the subscriptions in the order of
 * ids, and then the reader, as the trigger `subscription_one_live_of_titles` does.
 *
 * Whoever writes one has it before the reader. Another that was wanted only then would be waited for with the reader
 * held, and whoever holds it would wait for the reader. Customers are locked before.
 */
export const lockForTransfer = (
  tx: PoolClient,
  { from, to }: { from: string; to: string },
): Promise<unknown> =>
  together([
    tx.query(
      `SELECT FROM subscription WHERE reader_id = $1 OR (reader_id = $2 AND phase <> 'ended')
       ORDER BY id FOR UPDATE`,
      [from, to],
    ),
    tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [to]),
  ]);
