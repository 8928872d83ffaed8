import type { Pool } from 'pg';
import type { Months } from '../../domain/month-report.ts';
import type { LeavingRow } from '../../usecases/report-ports.ts';
import type { LeavingReasons, SaidReason } from '../../usecases/say-why-left.ts';

export const postgresLeavingReasons = (pool: Pool): LeavingReasons => ({
  async save({ subscriptionId, cancellation, reason, at }) {
    await pool.query(
      `INSERT INTO leaving_reason (subscription_id, cancellation, reason, said_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (subscription_id, cancellation) DO UPDATE SET reason = excluded.reason, said_at = excluded.said_at`,
      [subscriptionId, cancellation, reason, at],
    );
  },

  async of(subscriptionId) {
    const { rows } = await pool.query<SaidReason>(
      'SELECT reason, said_at AS "saidAt" FROM leaving_reason WHERE subscription_id = $1 ORDER BY cancellation',
      [subscriptionId],
    );
    return rows;
  },
});

/** By the month, in UTC, in which it was said. */
const COUNT = `
  SELECT to_char(date_trunc('month', l.said_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD') AS month, s.offer,
    l.reason, s.path -> 0 -> 'amount' ->> 'currency' AS currency, count(*)::int AS readers
  FROM leaving_reason l JOIN subscription s ON s.id = l.subscription_id
  WHERE l.said_at >= $1::date AT TIME ZONE 'UTC' AND l.said_at < $2::date AT TIME ZONE 'UTC'
    AND ($3::text IS NULL OR s.offer = $3)
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 5 DESC, 3, 4`;

export async function countReasons(
  pool: Pool,
  { from, until }: Months,
  offer: string | null,
): Promise<LeavingRow[]> {
  const { rows } = await pool.query<LeavingRow>(COUNT, [from, until, offer]);
  return rows;
}
