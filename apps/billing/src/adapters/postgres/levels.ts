import type { Pool } from 'pg';
import { SILENT } from './signs-of-life.ts';

/** One figure of the service levels, measured when somebody asks for it. */
const figure = (pool: Pool, sql: string) => async (): Promise<number> => {
  const { rows } = await pool.query<{ value: string | number | null }>(sql);
  return Number(rows[0]?.value ?? 0);
};

/** The service levels that the database knows. `now` of business time is a parameter where a period matters. */
export const postgresLevels = (pool: Pool, businessNow: () => Date) => ({
  dirtyCustomers: figure(
    pool,
    'SELECT count(*) AS value FROM stripe_customer WHERE marked_at IS NOT NULL AND generation > folded_generation',
  ),
  oldestDirtySeconds: figure(
    pool,
    `SELECT extract(epoch FROM clock_timestamp() - min(marked_at)) AS value
     FROM stripe_customer WHERE marked_at IS NOT NULL AND generation > folded_generation`,
  ),
  callsWaiting: figure(pool, `SELECT count(*) AS value FROM stripe_call WHERE state = 'wanted'`),
  openCases: figure(pool, 'SELECT count(*) AS value FROM review_case WHERE closed_at IS NULL'),
  unexplained: figure(
    pool,
    `SELECT count(*) AS value FROM review_case WHERE closed_at IS NULL
     AND kind IN ('unknown-balance-transaction', 'foreign-balance-transaction')`,
  ),
  auditBrokenAt: figure(pool, 'SELECT broken_at AS value FROM audit_check'),
  parkedKeys: figure(pool, 'SELECT count(DISTINCT key) AS value FROM parked_event'),
  oldestWritingSeconds: figure(
    pool,
    `SELECT extract(epoch FROM clock_timestamp() - min(xact_start)) AS value FROM pg_stat_activity
     WHERE datname = current_database() AND backend_xid IS NOT NULL`,
  ),
  webhooksMissed: figure(
    pool,
    `SELECT count(*) AS value FROM inbox
     WHERE source = 'sweep' AND received_at > clock_timestamp() - interval '15 minutes'`,
  ),
  webhooksSilentSeconds: figure(pool, SILENT),
  async overdueCharges(): Promise<number> {
    const { rows } = await pool.query<{ value: number }>(
      `SELECT count(*)::int AS value FROM subscription
       WHERE phase <> 'ended' AND standing = 'ok' AND paid_through < $1::timestamptz - interval '2 hours'`,
      [businessNow()],
    );
    return rows[0]?.value ?? 0;
  },
});
