import { createHash } from 'node:crypto';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';

export type Line = { email?: string; offer?: string; paidThrough?: string; stripeSubscriptionId?: string };
export type Row = {
  line: number;
  outcome: string;
  code: string | null;
  reason: string | null;
  subscriptionId: string | null;
};

const lineOf = (line: Line, index: number) => ({ offer: 'digital', ...line, line: index + 2 });

export const hashOf = (lines: readonly Line[]): string =>
  createHash('sha256').update(JSON.stringify(lines)).digest('hex');

export const outcomes = (rows: readonly Row[]) => rows.map(({ outcome, code }) => code ?? outcome);

/** Billing with prices of the old shop, and an operator who takes its subscribers over. */
export async function startImporting() {
  const billing = await startBilling();
  const buyer = createBuyer(billing);
  const prices = {
    now: await priceOf(billing, 1500, { interval: 'week', interval_count: 4 }),
    old: await priceOf(billing, 1200, { interval: 'week', interval_count: 4 }),
    yearly: await priceOf(billing, 9900, { interval: 'year', interval_count: 1 }),
  };
  return { billing, buyer, prices, ...oldShop(billing), ...operator(buyer), ...looks(billing) };
}

export type Importing = Awaited<ReturnType<typeof startImporting>>;

type Recurring = { interval: 'week' | 'year'; interval_count: number };

export async function priceOf(billing: Billing, amount: number, recurring: Recurring): Promise<string> {
  const product = { name: 'The old shop' };
  const { id } = await billing.simulator.dashboard.prices.create({
    unit_amount: amount,
    currency: 'usd',
    recurring,
    product_data: product,
  });
  return id;
}

const oldShop = (billing: Billing) => ({
  /** Somebody who subscribed to the paper before it had Gatefold. */
  async soldBefore(email: string, price: string, more: object = {}) {
    const { dashboard } = billing.simulator;
    const customer = await dashboard.customers.create({ email });
    const { id: card } = await dashboard.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    const sold = await dashboard.subscriptions.create({
      customer: customer.id,
      items: [{ price }],
      default_payment_method: card,
      ...more,
    });
    const until = new Date((sold.items.data[0]?.current_period_end ?? 0) * 1000);
    return { id: sold.id, customer: customer.id, until };
  },
});

function operator(buyer: ReturnType<typeof createBuyer>) {
  async function begin(mode: string, input: { source?: string; fileHash?: string; prices?: object }) {
    const { body, status } = await buyer.as('post', '/v1/imports', { source: 'csv', mode, ...input });
    return { status, id: (body as { id: string }).id, code: (body as { code?: string }).code };
  }

  /** One run through a file, as the operator's tool makes it. */
  async function run(mode: 'dry-run' | 'apply', lines: readonly Line[]): Promise<Row[]> {
    const { id } = await begin(mode, { fileHash: hashOf(lines) });
    const rows = await send(id, lines);
    await buyer.as('post', `/v1/imports/${id}/closing`);
    return rows;
  }

  /** Sent again while billing says that it cannot just now: on a busy machine Stripe may not have answered in time. */
  async function send(id: string, lines: readonly Line[], tries = 3): Promise<Row[]> {
    const { body, status } = await buyer.as('post', `/v1/imports/${id}/lines`, { lines: lines.map(lineOf) });
    if (status === 503 && tries > 1) return send(id, lines, tries - 1);
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    return (body as { data: Row[] }).data;
  }

  async function take(lines: readonly Line[]): Promise<Row[]> {
    await run('dry-run', lines);
    return run('apply', lines);
  }

  return { begin, run, take };
}

const looks = (billing: Billing) => ({
  /** Everything that an import could have written, counted. */
  async written() {
    const { rows } = await billing.sql.query<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM subscription) AS subscriptions, (SELECT count(*)::int FROM checkout) AS checkouts,
         (SELECT count(*)::int FROM import_claim) AS claims, (SELECT count(*)::int FROM stripe_customer
           WHERE reader_id IS NOT NULL) AS customers, (SELECT count(*)::int FROM notice) AS notices`,
    );
    return rows[0]!;
  },

  async invoicesOf(customer: string): Promise<number> {
    return (await billing.simulator.dashboard.invoices.list({ customer, limit: 100 })).data.length;
  },

  async readerOf(id: string): Promise<string> {
    const { rows } = await billing.sql.query<{ reader_id: string }>(
      'SELECT reader_id FROM subscription WHERE id = $1',
      [id],
    );
    return rows[0]!.reader_id;
  },
});
