import { money } from '@gatefold/kernel';
import type { Pool } from 'pg';
import type { EventQuery, EventRow, Finance, LedgerRow } from '../../usecases/finance-ports.ts';
import type { Sealer } from '../sealed.ts';
import { ownerOf } from './inbox.ts';

type Row = {
  id: string;
  type: string;
  at: Date;
  recorded_at: Date;
  reader_id: string;
  subscription_id: string | null;
  amount: string | null;
  currency: string | null;
  summary: string;
  stripe_ids: string[];
};

const COLUMNS =
  'id, type, at, recorded_at, reader_id, subscription_id, amount, currency, summary, stripe_ids';

export const postgresFinance = (pool: Pool, seal: Pick<Sealer, 'open'>): Finance => ({
  async events(query) {
    const { where, parameters } = conditionsOf(query);
    const order = query.before === null ? 'at DESC, id DESC' : 'at, id';
    const { rows } = await pool.query<Row>(
      `SELECT ${COLUMNS} FROM billing_event WHERE ${where} ORDER BY ${order} LIMIT ${query.limit}`,
      parameters,
    );
    const found = rows.map(toEvent);
    return query.before === null ? found : found.reverse();
  },

  event: (id) => eventPage(pool, seal, id),

  async balances() {
    const { rows } = await pool.query<{
      journal: 'documents' | 'cash';
      account: string;
      currency: string;
      balance: string;
    }>(
      `SELECT e.journal, l.account, l.currency, sum(l.amount)::text AS balance
       FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id
       GROUP BY e.journal, l.account, l.currency ORDER BY e.journal DESC, l.account, l.currency`,
    );
    return rows.map(({ journal, account, currency, balance }) => ({
      journal,
      account,
      balance: money(BigInt(balance), currency),
    }));
  },

  async unexplained() {
    const { rows } = await pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM review_case WHERE closed_at IS NULL
       AND kind IN ('unknown-balance-transaction', 'foreign-balance-transaction')`,
    );
    return rows[0]?.count ?? 0;
  },

  evidence: (subscriptionId) => evidence(pool, subscriptionId),
});

/** Only the filters that are set, so that each combination finds its index. */
export function conditionsOf({ readerId, type, from, to, after, before }: EventQuery): {
  where: string;
  parameters: unknown[];
} {
  const parameters: unknown[] = [];
  const given = (value: unknown): string => `$${parameters.push(value)}`;
  const conditions = [
    readerId === null ? null : `reader_id = ${given(readerId)}`,
    type === null ? null : `type = ${given(type)}`,
    from === null ? null : `at >= ${given(from)}`,
    to === null ? null : `at < ${given(to)}`,
    after === null ? null : `(at, id) < (${given(after.at)}, ${given(after.id)})`,
    before === null ? null : `(at, id) > (${given(before.at)}, ${given(before.id)})`,
  ].filter((condition) => condition !== null);
  return { where: conditions.length === 0 ? 'true' : conditions.join(' AND '), parameters };
}

const toEvent = (row: Row): EventRow => ({
  id: row.id,
  type: row.type,
  at: row.at,
  recordedAt: row.recorded_at,
  readerId: row.reader_id,
  subscriptionId: row.subscription_id,
  amount: row.amount === null || row.currency === null ? null : money(BigInt(row.amount), row.currency),
  summary: row.summary,
  stripeIds: row.stripe_ids,
});

async function eventPage(pool: Pool, seal: Pick<Sealer, 'open'>, id: string): ReturnType<Finance['event']> {
  const { rows } = await pool.query<
    Row & {
      payload: Buffer | null;
      key_version: string | null;
      customer_id: string | null;
    }
  >(
    `SELECT ${COLUMNS.split(', ')
      .map((column) => `b.${column}`)
      .join(', ')}, i.payload, i.key_version, i.customer_id
     FROM billing_event b LEFT JOIN inbox i ON i.event_id = b.inbox_event_id WHERE b.id = $1`,
    [id],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const raw =
    row.payload === null ? null : seal.open(row.payload, row.key_version ?? '', ownerOf(row.customer_id));
  return {
    ...toEvent(row),
    payload: raw === null ? null : (JSON.parse(raw.toString('utf8')) as unknown),
    ledger: await linesOf(pool, id, row.stripe_ids[0] ?? null),
  };
}

/** What the event itself has booked, and the cash that moved for its first Stripe object. */
async function linesOf(pool: Pool, eventId: string, source: string | null): Promise<LedgerRow[]> {
  const { rows } = await pool.query<{
    journal: 'documents' | 'cash';
    entry_id: string;
    account: string;
    amount: string;
    currency: string;
    at: Date;
    source: string;
  }>(
    `SELECT e.journal, l.entry_id, l.account, l.amount, l.currency, e.at, e.source
     FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id
     WHERE e.billing_event_id = $1 OR (e.journal = 'cash' AND e.source = $2)
     ORDER BY e.at, e.id, l.position`,
    [eventId, source],
  );
  return rows.map(({ journal, entry_id, account, amount, currency, at, source }) => ({
    journal,
    entryId: entry_id,
    account,
    amount: money(BigInt(amount), currency),
    at,
    source,
  }));
}

async function evidence(pool: Pool, subscriptionId: string): ReturnType<Finance['evidence']> {
  const { rows } = await pool.query<{ stripe_subscription_id: string; stripe_customer_id: string }>(
    'SELECT stripe_subscription_id, stripe_customer_id FROM subscription WHERE id = $1',
    [subscriptionId],
  );
  const found = rows[0];
  if (found === undefined) return null;
  const invoices = await pool.query<{ id: string; status: string; from: Date; until: Date }>(
    `SELECT stripe_invoice_id AS id, status, period_from AS "from", period_until AS "until" FROM charge
     WHERE subscription_id = $1 AND stripe_invoice_id IS NOT NULL ORDER BY period_index`,
    [subscriptionId],
  );
  return {
    subscriptionId,
    stripeSubscriptionId: found.stripe_subscription_id,
    stripeCustomerId: found.stripe_customer_id,
    invoices: invoices.rows.map(({ id, status, from, until }) => ({
      stripeInvoiceId: id,
      status,
      period: { from, until },
    })),
  };
}
