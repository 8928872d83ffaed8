import { money, type Money } from '@gatefold/kernel';
import type { Pool } from 'pg';
import type { Reconciling, SuspenseEntry } from '../../usecases/review-ports.ts';

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

const SUSPENSE = `
  SELECT e.id, e.key, e.source, e.at, l.amount::text AS amount, l.currency, r.id AS case_id,
    r.closed_at IS NULL AS is_open
  FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id
  LEFT JOIN review_case r ON r.subject = e.key
    AND r.kind IN ('unknown-balance-transaction', 'foreign-balance-transaction')
  WHERE l.account = 'suspense' AND e.journal = 'cash'
    AND NOT EXISTS (SELECT FROM ledger_entry x WHERE x.journal = 'documents' AND x.key = 'explained:' || e.key)
    AND ($1::timestamptz IS NULL OR (e.at, e.id) < ($1, $2::uuid))
  ORDER BY e.at DESC, e.id DESC LIMIT $3`;

/** A movement of nothing has no line of the balance; one that was changed has lines of two currencies. */
const CASH = `
  SELECT e.key, e.at, e.source,
    coalesce(max(l.currency) FILTER (WHERE l.account = 'stripe-balance'), max(l.currency)) AS currency,
    coalesce(sum(l.amount) FILTER (WHERE l.account = 'stripe-balance'), 0)::text AS amount
  FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id
  WHERE e.journal = 'cash' AND e.at >= $1 AND e.at < $2 GROUP BY e.id`;

type Sum = { amount: string; currency: string };

type MovedRow = Sum & { key: string; at: Date; source: string };
type SuspenseRow = MovedRow & { id: string; case_id: string | null; is_open: boolean };

const toSuspense = (row: SuspenseRow): SuspenseEntry => ({
  entryId: row.id,
  key: row.key,
  source: row.source,
  at: row.at,
  amount: toMoney(row),
  case: row.case_id === null ? null : { id: row.case_id, isOpen: row.is_open },
});

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

  async suspenseEntries({ after, limit }) {
    const { rows } = await pool.query<SuspenseRow>(SUSPENSE, [after?.at ?? null, after?.id ?? null, limit]);
    return rows.map(toSuspense);
  },

  async cash({ from, until }) {
    const { rows } = await pool.query<MovedRow>(CASH, [from, until]);
    return rows.map((row) => ({ id: row.key, at: row.at, net: toMoney(row), source: row.source }));
  },

  async openCases() {
    const { rows } = await pool.query<{ kind: string; count: number }>(
      `SELECT kind, count(*)::int AS count FROM review_case WHERE closed_at IS NULL GROUP BY kind ORDER BY kind`,
    );
    return rows;
  },
});
