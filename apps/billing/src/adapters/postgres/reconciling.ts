import { money, type Money } from '@gatefold/kernel';
import type { Pool } from 'pg';
import type { Reconciling } from '../../usecases/review-ports.ts';

/** What is claimed and not paid, less what is still to be collected: zero for each subscription. */
const RECEIVABLES = `
  WITH claimed AS (
    SELECT e.subscription_id AS id, l.currency, sum(l.amount) AS amount
    FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id
    WHERE l.account = 'receivable' AND e.subscription_id IS NOT NULL GROUP BY 1, 2),
  open AS (
    SELECT subscription_id AS id, currency, sum(amount) AS amount FROM charge
    WHERE status IN ('open', 'failed') AND is_booked GROUP BY 1, 2)
  SELECT coalesce(claimed.id, open.id) AS id, coalesce(claimed.currency, open.currency) AS currency,
    (coalesce(claimed.amount, 0) - coalesce(open.amount, 0))::text AS amount
  FROM claimed FULL JOIN open ON open.id = claimed.id AND open.currency = claimed.currency
  WHERE coalesce(claimed.amount, 0) <> coalesce(open.amount, 0) ORDER BY 1 LIMIT 500`;

type Sum = { amount: string; currency: string };

const toMoney = ({ amount, currency }: Sum): Money => money(BigInt(amount), currency);

export const postgresReconciling = (pool: Pool): Reconciling => ({
  async receivables() {
    const { rows } = await pool.query<Sum & { id: string }>(RECEIVABLES);
    return rows.map((row) => ({ subscriptionId: row.id, difference: toMoney(row) }));
  },

  async suspense() {
    const { rows } = await pool.query<Sum>(
      `SELECT currency, sum(amount)::text AS amount FROM ledger_line WHERE account = 'suspense'
       GROUP BY currency HAVING sum(amount) <> 0 ORDER BY currency`,
    );
    return rows.map(toMoney);
  },

  async openCases() {
    const { rows } = await pool.query<{ kind: string; count: number }>(
      `SELECT kind, count(*)::int AS count FROM review_case WHERE closed_at IS NULL GROUP BY kind ORDER BY kind`,
    );
    return rows;
  },
});
