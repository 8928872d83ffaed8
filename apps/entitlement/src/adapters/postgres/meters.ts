import { inTransaction, together } from '@gatefold/messaging';
import type { Pool, PoolClient } from 'pg';
import type { MeteredReading, Meters } from '../../usecases/ports.ts';

export const postgresMeters = (pool: Pool): Meters => ({
  read: (reading, decide) =>
    inTransaction(pool, async (tx) => {
      const { holder, joins, month, articleId, at } = reading;
      const [, { rows }] = await together([
        lock(reading, tx),
        tx.query<{ article_id: string; holder: string }>(READ, [
          month.publication,
          month.from,
          holder,
          joins,
        ]),
      ]);
      const read = [...new Set(rows.map(({ article_id }) => article_id))];
      const what = decide(read);
      const own = new Set(rows.filter((row) => row.holder === holder).map(({ article_id }) => article_id));
      const added = [...read, ...(what === 'counted' ? [articleId] : [])].filter((id) => !own.has(id));
      if (added.length > 0) await tx.query(KEEP, [month.publication, month.from, holder, added, at]);
      return { what, used: read.length + (what === 'counted' ? 1 : 0) };
    }),
});

type KeptReading = {
  readonly publication: string;
  readonly monthFrom: Date;
  readonly articleId: string;
  readonly readAt: Date;
};

/** Of this and the months that are still kept, in order. */
export async function meteredReadingsOf(pool: Pool, readerId: string): Promise<KeptReading[]> {
  const { rows } = await pool.query<KeptReading>(
    `SELECT publication, month_from AS "monthFrom", article_id AS "articleId", read_at AS "readAt"
     FROM metered_reading WHERE holder = $1 ORDER BY read_at, article_id`,
    [readerId],
  );
  return rows;
}

/** The rows are the lock under which is counted; always in one order, so that no two wait for each other. */
const lock = ({ holder, joins, month }: MeteredReading, tx: PoolClient) =>
  tx.query(LOCK, [month.publication, month.from, holder, joins]);

const LOCK = `
  INSERT INTO meter AS m (publication, month_from, holder, joined_to)
  SELECT $1, $2, holder, joined_to
  FROM (VALUES ($3::uuid, NULL::uuid), ($4::uuid, $3::uuid)) AS v (holder, joined_to)
  WHERE holder IS NOT NULL ORDER BY holder
  ON CONFLICT (publication, month_from, holder) DO UPDATE SET joined_to = coalesce(m.joined_to, excluded.joined_to)`;

const READ = `
  SELECT article_id, holder FROM metered_reading reading
  WHERE publication = $1 AND month_from = $2
    AND (holder = $3 OR holder = (
      SELECT holder FROM meter WHERE publication = $1 AND month_from = $2 AND holder = $4 AND joined_to = $3
    ))`;

const KEEP = `
  INSERT INTO metered_reading (publication, month_from, holder, article_id, read_at)
  SELECT $1, $2, $3, article_id, $5 FROM unnest($4::uuid[]) AS article_id ON CONFLICT DO NOTHING`;
