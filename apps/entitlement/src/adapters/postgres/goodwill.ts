import type { Pool, PoolClient } from 'pg';
import type { Lockout } from '../../domain/goodwill.ts';
import type { GoodwillLedger } from '../../usecases/ports.ts';

type Row = {
  reader_id: string;
  subscription_id: string;
  locked_from: Date;
  locked_until: Date;
  minutes: number;
  event_id: string;
};

export const postgresGoodwill: GoodwillLedger<PoolClient> = {
  async keep({ readerId, subscriptionId, from, until, minutes, eventId }, tx) {
    await tx.query(
      `INSERT INTO goodwill (reader_id, subscription_id, locked_from, locked_until, minutes, event_id)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [readerId, subscriptionId, from, until, minutes, eventId],
    );
  },
};

/** What was given back to one reader, the newest first. */
export async function goodwillOf(pool: Pool, readerId: string): Promise<readonly Lockout[]> {
  const { rows } = await pool.query<Row>(
    'SELECT * FROM goodwill WHERE reader_id = $1 ORDER BY locked_from DESC LIMIT 200',
    [readerId],
  );
  return rows.map((row) => ({
    readerId: row.reader_id,
    subscriptionId: row.subscription_id,
    from: row.locked_from,
    until: row.locked_until,
    minutes: row.minutes,
    eventId: row.event_id,
  }));
}

/** All minutes that were ever given back. */
export async function goodwillMinutes(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ minutes: number }>(
    'SELECT coalesce(sum(minutes), 0)::float8 AS minutes FROM goodwill',
  );
  return rows[0]?.minutes ?? 0;
}
