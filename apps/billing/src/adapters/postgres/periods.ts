import { fromMoneyJson, money, toMoneyJson, type MoneyJson } from '@gatefold/kernel';
import { inTransaction } from '@gatefold/messaging';
import { addMonth, monthsBetween } from '../../domain/month-report.ts';
import { monthOf } from '../../domain/recognition.ts';
import { refuse } from '../../domain/refusals.ts';
import type {
  AccountOfPeriod,
  LateEntry,
  Payout,
  Period,
  PeriodDetail,
  Periods,
} from '../../usecases/period-ports.ts';
import { saveAudit } from './audit.ts';
import type { Queries } from './subscription-rows.ts';
import type { Database } from './subscriptions.ts';

type Closed = {
  month: string;
  closed_by: string;
  closed_at: Date;
  recorded_at: Date;
  balances: BalanceJson[];
};
type BalanceJson = Pick<AccountOfPeriod, 'journal' | 'account'> &
  Record<'opening' | 'moved' | 'closing', MoneyJson>;

const CLOSED = `SELECT to_char(month, 'YYYY-MM-DD') AS month, closed_by, closed_at, recorded_at, balances FROM period_close`;

export const postgresPeriods = ({ pool, clock }: Database): Periods => {
  const find = async (month: string): Promise<PeriodDetail> => {
    const { rows } = await pool.query<Closed>(`${CLOSED} WHERE month = $1`, [month]);
    const closed = rows[0];
    const [accounts, payouts, late] = await Promise.all([
      closed === undefined ? accountsOf(pool, month) : closed.balances.map(fromJson),
      payoutsOf(pool, month),
      closed === undefined ? [] : lateOf(pool, closed),
    ]);
    return { ...periodOf(month, closed, clock.now()), accounts, payouts, late };
  };
  return {
    find,

    async list() {
      const first = await pool.query<{ at: Date | null }>('SELECT min(at) AS at FROM ledger_entry');
      const { rows } = await pool.query<Closed>(CLOSED);
      const now = clock.now();
      const from = monthOf(first.rows[0]?.at ?? now);
      return monthsBetween({ from, until: addMonth(monthOf(now)) })
        .toReversed()
        .map((month) =>
          periodOf(
            month,
            rows.find((row) => row.month === month),
            now,
          ),
        );
    },

    async close(month, actor) {
      const now = clock.now();
      if (monthOf(now) <= month) throw refuse('period-running');
      await inTransaction(pool, async (tx) => {
        const balances = (await accountsOf(tx, month)).map(toJson);
        const { rowCount } = await tx.query(
          `INSERT INTO period_close (month, closed_by, closed_at, balances) VALUES ($1, $2, $3, $4)
           ON CONFLICT (month) DO NOTHING`,
          [month, actor, now, JSON.stringify(balances)],
        );
        if (rowCount === 0) throw refuse('period-closed');
        await saveAudit(tx, { actor, action: 'period.close', subject: month, facts: {} }, now);
      });
      return find(month);
    },
  };
};

const periodOf = (month: string, closed: Closed | undefined, now: Date): Period => ({
  month,
  state: closed !== undefined ? 'closed' : monthOf(now) <= month ? 'running' : 'open',
  closedAt: closed?.closed_at ?? null,
  closedBy: closed?.closed_by ?? null,
});

async function accountsOf(db: Queries, month: string): Promise<AccountOfPeriod[]> {
  const { rows } = await db.query<{
    journal: AccountOfPeriod['journal'];
    account: string;
    currency: string;
    opening: string;
    moved: string;
  }>(
    `SELECT e.journal, l.account, l.currency,
       coalesce(sum(l.amount) FILTER (WHERE e.at < $1), 0)::text AS opening,
       coalesce(sum(l.amount) FILTER (WHERE e.at >= $1), 0)::text AS moved
     FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id
     WHERE e.at < $2 GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3`,
    [startOf(month), startOf(addMonth(month))],
  );
  return rows.map(({ journal, account, currency, opening, moved }) => ({
    journal,
    account,
    opening: money(BigInt(opening), currency),
    moved: money(BigInt(moved), currency),
    closing: money(BigInt(opening) + BigInt(moved), currency),
  }));
}

const startOf = (month: string): Date => new Date(`${month}T00:00:00.000Z`);

async function payoutsOf(db: Queries, month: string): Promise<Payout[]> {
  const { rows } = await db.query<{ source: string; at: Date; amount: string; currency: string }>(
    `SELECT e.source, e.at, l.amount::text AS amount, l.currency FROM ledger_entry e
     JOIN ledger_line l ON l.entry_id = e.id AND l.account = 'bank'
     WHERE e.journal = 'cash' AND e.at >= $1 AND e.at < $2 ORDER BY e.at, e.id`,
    [startOf(month), startOf(addMonth(month))],
  );
  return rows.map(({ amount, currency, ...row }) => ({ ...row, amount: money(BigInt(amount), currency) }));
}

async function lateOf(db: Queries, { month, recorded_at }: Closed): Promise<LateEntry[]> {
  const { rows } = await db.query<{
    id: string;
    journal: LateEntry['journal'];
    key: string;
    at: Date;
    recorded_at: Date;
    amount: string;
    currency: string;
  }>(
    `SELECT e.id, e.journal, e.key, e.at, e.recorded_at, sum(l.amount)::text AS amount, l.currency
     FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id AND l.amount > 0
     WHERE e.at >= $1 AND e.at < $2 AND e.recorded_at > $3 GROUP BY e.id, l.currency ORDER BY e.recorded_at, e.id`,
    [startOf(month), startOf(addMonth(month)), recorded_at],
  );
  return rows.map((row) => ({
    entryId: row.id,
    journal: row.journal,
    key: row.key,
    at: row.at,
    recordedAt: row.recorded_at,
    amount: money(BigInt(row.amount), row.currency),
  }));
}

const toJson = ({ opening, moved, closing, ...row }: AccountOfPeriod): BalanceJson => ({
  ...row,
  opening: toMoneyJson(opening),
  moved: toMoneyJson(moved),
  closing: toMoneyJson(closing),
});

const fromJson = ({ opening, moved, closing, ...row }: BalanceJson): AccountOfPeriod => ({
  ...row,
  opening: fromMoneyJson(opening),
  moved: fromMoneyJson(moved),
  closing: fromMoneyJson(closing),
});
