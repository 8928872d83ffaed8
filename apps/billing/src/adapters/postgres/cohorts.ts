import type { Pool } from 'pg';
import type { Expected } from '../../domain/forecast.ts';
import type { CohortRow } from '../../usecases/report-ports.ts';
import { fromStepsJson } from './steps-json.ts';

/** By the week in which the first payment arrived. Whoever was handed over counts where they began. */
const COHORTS = `
  SELECT to_char(date_trunc('week', s.started_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD') AS week, s.offer,
    s.path -> 0 -> 'amount' ->> 'currency' AS currency,
    count(*)::int AS began,
    count(*) FILTER (WHERE s.anchor > $2 AND s.phase <> 'ended')::int AS "inIntro",
    count(*) FILTER (WHERE c.converted)::int AS converted,
    count(*) FILTER (WHERE c.stepped_up)::int AS "steppedUp",
    count(*) FILTER (WHERE s.phase <> 'ended')::int AS running,
    count(*) FILTER (WHERE s.phase <> 'ended' AND s.intent = 'cancelling')::int AS cancelling,
    sum(c.kept)::text AS kept
  FROM subscription s CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(status = 'paid' AND period_index > 0), false) AS converted,
      coalesce(bool_or(status = 'paid' AND period_index > 0 AND charge.phase = s.path -> -1 ->> 'key'), false)
        AS stepped_up,
      coalesce(sum(amount) FILTER (WHERE status = 'paid'), 0) - coalesce((
        SELECT sum(r.amount) FROM refund r JOIN charge k ON k.id = r.charge_id
        WHERE k.subscription_id = s.id AND r.status <> 'failed'), 0) AS kept
    FROM charge WHERE subscription_id = s.id) c
  WHERE s.started_at >= $1 AND s.started_at <= $2 AND s.anchor > s.started_at
    AND s.phase <> 'pending' AND s.end_reason IS DISTINCT FROM 'expired'
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;

/** By path and day, so that a hundred thousand readers of one offer are a few hundred rows. */
const EXPECTED = `
  SELECT s.offer, s.offer_version, s.path, c.period_index AS index,
    date_trunc('day', c.period_from AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS at, count(*)::int AS count
  FROM charge c JOIN subscription s ON s.id = c.subscription_id
  WHERE c.status = 'expected' AND s.phase <> 'ended' AND s.ending_as IS NULL AND c.period_from < $1
  GROUP BY 1, 2, 3, 4, 5`;

export const postgresCohorts = (pool: Pool) => ({
  async cohorts(since: Date, now: Date): Promise<CohortRow[]> {
    const { rows } = await pool.query<Omit<CohortRow, 'kept'> & { kept: string }>(COHORTS, [since, now]);
    return rows.map((row) => ({ ...row, kept: BigInt(row.kept) }));
  },

  async expected(until: Date): Promise<Expected[]> {
    const { rows } = await pool.query<{
      offer: string;
      offer_version: number;
      path: Parameters<typeof fromStepsJson>[0];
      index: number;
      at: Date;
      count: number;
    }>(EXPECTED, [until]);
    return rows.map(({ offer, offer_version, path, ...row }) => ({
      ...row,
      path: { offer, offerVersion: offer_version, steps: fromStepsJson(path) },
    }));
  },
});
