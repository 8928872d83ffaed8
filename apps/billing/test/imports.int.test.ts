import { createHash } from 'node:crypto';
import { DAY, plus } from '@gatefold/kernel';
import { anId, eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { noticesOf, tie, typesOf } from './looking.ts';
import { importLines } from '../src/usecases/import-subscribers.ts';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
let prices: { now: string; old: string; yearly: string };
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
  prices = {
    now: await priceOf(1500, { interval: 'week', interval_count: 4 }),
    old: await priceOf(1200, { interval: 'week', interval_count: 4 }),
    yearly: await priceOf(9900, { interval: 'year', interval_count: 1 }),
  };
});
afterAll(() => billing.close());

type Recurring = { interval: 'week' | 'year'; interval_count: number };

async function priceOf(amount: number, recurring: Recurring): Promise<string> {
  const product = { name: 'The old shop' };
  const { id } = await billing.simulator.dashboard.prices.create({
    unit_amount: amount,
    currency: 'usd',
    recurring,
    product_data: product,
  });
  return id;
}

/** Somebody who subscribed to the paper before it had Gatefold. */
async function soldBefore(email: string, price: string, more: object = {}) {
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
}

type Line = { email?: string; offer?: string; paidThrough?: string; stripeSubscriptionId?: string };
type Row = {
  line: number;
  outcome: string;
  code: string | null;
  reason: string | null;
  subscriptionId: string | null;
};

const lineOf = (line: Line, index: number) => ({ offer: 'digital', ...line, line: index + 2 });

async function begin(mode: string, input: { source?: string; fileHash?: string; prices?: object }) {
  const { body, status } = await buyer.as('post', '/v1/imports', { source: 'csv', mode, ...input });
  return { status, id: (body as { id: string }).id, code: (body as { code?: string }).code };
}

const hashOf = (lines: readonly Line[]): string =>
  createHash('sha256').update(JSON.stringify(lines)).digest('hex');

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

const outcomes = (rows: readonly Row[]) => rows.map(({ outcome, code }) => code ?? outcome);

/** Everything that an import could have written, counted. */
async function written() {
  const { rows } = await billing.sql.query<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM subscription) AS subscriptions, (SELECT count(*)::int FROM checkout) AS checkouts,
       (SELECT count(*)::int FROM import_claim) AS claims, (SELECT count(*)::int FROM stripe_customer
         WHERE reader_id IS NOT NULL) AS customers, (SELECT count(*)::int FROM notice) AS notices`,
  );
  return rows[0]!;
}

const invoicesOf = async (customer: string) =>
  (await billing.simulator.dashboard.invoices.list({ customer, limit: 100 })).data.length;

describe('a file of subscribers', () => {
  test('is looked at without anything being written, at Stripe or here', async () => {
    const sold = await soldBefore('looked@at.example', prices.now);
    const before = await written();
    const lines = [
      { email: 'looked@at.example', stripeSubscriptionId: sold.id },
      { email: 'given@at.example', paidThrough: '2026-05-01' },
    ];

    expect(outcomes(await run('dry-run', lines))).toEqual(['would-import', 'would-import']);
    expect(await written()).toEqual(before);
    const { metadata } = await billing.simulator.dashboard.subscriptions.retrieve(sold.id);
    expect(metadata).toEqual({});
  });

  test('is taken over only after it was looked at', async () => {
    expect(await begin('apply', { fileHash: 'a'.repeat(64) })).toMatchObject({
      status: 409,
      code: 'import-not-looked-at',
    });
  });

  test('names for each line that cannot be had its number, a code that stays and a reason', async () => {
    const running = await soldBefore('several@lines.example', prices.now);
    const yearly = await soldBefore('yearly@lines.example', prices.yearly);
    const over = await soldBefore('over@lines.example', prices.now);
    await billing.simulator.dashboard.subscriptions.cancel(over.id);
    await buyer.buy('here-already@lines.example');

    const rows = await run('dry-run', [
      { email: 'no address', paidThrough: '2026-05-01' },
      { email: 'a@lines.example', paidThrough: '2026-02-30' },
      { email: 'b@lines.example', paidThrough: '2025-12-31T23:59:59Z' },
      { email: 'c@lines.example', paidThrough: '2026-05-01', offer: 'nothing' },
      { email: 'd@lines.example', stripeSubscriptionId: 'sub_unknown' },
      { email: 'yearly@lines.example', stripeSubscriptionId: yearly.id },
      { email: 'over@lines.example', stripeSubscriptionId: over.id },
      { email: 'several@lines.example', stripeSubscriptionId: running.id },
      { email: ' Several@Lines.example', paidThrough: '2026-05-01' },
      { email: 'here-already@lines.example', paidThrough: '2026-05-01' },
    ]);

    expect(rows.map(({ line, code }) => [line, code])).toEqual([
      [2, 'address-invalid'],
      [3, 'paid-through-invalid'],
      [4, 'paid-through-past'],
      [5, 'offer-unknown'],
      [6, 'subscription-unknown'],
      [7, 'rhythm-differs'],
      [8, 'subscription-not-running'],
      [9, null],
      [10, 'row-repeated'],
      [11, 'already-subscribed'],
    ]);
    expect(rows.filter(({ code }) => code !== null).every(({ reason }) => (reason ?? '').length > 20)).toBe(
      true,
    );
  });

  test.each([
    { whom: 'one whom nobody charges', isSold: false },
    { whom: 'one whom Stripe charges', isSold: true },
  ])('is gone on with after a crash between any two steps: $whom', async ({ isSold }) => {
    let crashes = 0;
    for (let step = 1; ; step += 1) {
      const email = `step${step}.${isSold}@crash.example`;
      const sold = isSold ? await soldBefore(email, prices.old) : null;
      const line =
        sold === null ? { email, paidThrough: '2027-05-01' } : { email, stripeSubscriptionId: sold.id };
      await run('dry-run', [line]);
      const { id } = await begin('apply', { fileHash: hashOf([line]) });
      const taking = importLines(dyingAt(step))(id, [readable(line)]);
      const isDone = await taking.then(
        () => true,
        () => false,
      );
      const before = await written();
      const rows = await run('apply', [line]);

      expect(outcomes(rows)).toEqual([
        isDone ? 'already-there' : expect.stringMatching(/imported|already-there/),
      ]);
      expect(await subscriptionsAt(rows[0]?.subscriptionId)).toBe(1);
      if (sold !== null) expect(await invoicesOf(sold.customer)).toBe(1);
      if (isDone) expect(await written()).toEqual(before);
      if (isDone) break;
      crashes += 1;
    }
    expect(crashes).toBeGreaterThan(6);
  });

  test('never waits for a fold that waits for it', async () => {
    const sold = await soldBefore('circle@at.example', prices.old);
    const line = { email: 'circle@at.example', stripeSubscriptionId: sold.id };
    await run('dry-run', [line]);
    const [row] = await run('apply', [line]);
    const id = row?.subscriptionId ?? '';
    const fold = await billing.sql.connect();
    try {
      await fold.query('BEGIN');
      await fold.query('SELECT FROM stripe_customer WHERE id = $1 FOR UPDATE', [sold.customer]);
      const identified = billing.world.imports.identify(id, {
        readerId: anId(1),
        stripeCustomerId: sold.customer,
      });
      await eventually(async () => {
        const { rowCount } = await billing.sql.query(
          "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        expect(rowCount).toBe(1);
      });
      await fold.query('SELECT FROM checkout WHERE id = $1 FOR UPDATE NOWAIT', [id]);
      await fold.query('COMMIT');
      await identified;
    } finally {
      fold.release();
    }
  });
});

const readable = ({ email = '', offer = 'digital', paidThrough = '', stripeSubscriptionId = '' }: Line) => ({
  line: 2,
  email,
  offer,
  paidThrough,
  stripeSubscriptionId,
});

/** The parts that an import is made of, of which the call with this number never happens: its process is dead. */
function dyingAt(step: number): Parameters<typeof importLines>[0] {
  let calls = 0;
  const wrap = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name) {
        const real: unknown = Reflect.get(target, name);
        if (typeof real !== 'function') return real;
        return (...given: unknown[]) => {
          calls += 1;
          if (calls >= step) throw new Error(`died before call ${step}`);
          return (real as (...all: unknown[]) => unknown)(...given);
        };
      },
    });
  const { world } = billing;
  return {
    ...world,
    imports: wrap(world.imports),
    readers: wrap(world.readers),
    checkouts: wrap(world.checkouts),
    subscriptions: wrap(world.subscriptions),
    stripe: wrap(world.stripe),
    settleCustomer: wrap({ settle: world.settleCustomer }).settle,
  };
}

async function subscriptionsAt(id: string | null | undefined): Promise<number> {
  const { rows } = await billing.sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM subscription s WHERE s.reader_id = (
       SELECT reader_id FROM subscription WHERE id = $1)`,
    [id],
  );
  return rows[0]?.count ?? 0;
}

const readerOf = async (id: string): Promise<string> =>
  (await billing.sql.query<{ reader_id: string }>('SELECT reader_id FROM subscription WHERE id = $1', [id]))
    .rows[0]!.reader_id;

describe('a Stripe account', () => {
  test('is gone through page by page; what is not named, and what is ours, is left as it is', async () => {
    const { readerId } = await buyer.buy('ours@account.example');
    const nameless = await soldBefore(
      'nameless@account.example',
      await priceOf(700, { interval: 'week', interval_count: 4 }),
    );
    const taken = await soldBefore('taken@account.example', prices.old);
    const marked = await soldBefore('marked@account.example', prices.old, {
      metadata: { gatefold_checkout: '01990000-0000-7000-8000-00000000beef' },
    });
    const page = async (mode: string) => {
      const { id } = await begin(mode, { source: 'stripe', prices: { [prices.old]: 'digital' } });
      const found = new Map<string, string>();
      for (let isLast = false; !isLast;) {
        const { body } = await buyer.as('post', `/v1/imports/${id}/page`, { limit: 3 });
        const answer = body as { data: (Row & { stripeSubscriptionId: string })[]; isLast: boolean };
        for (const row of answer.data) found.set(row.stripeSubscriptionId, row.code ?? row.outcome);
        isLast = answer.isLast;
      }
      await buyer.as('post', `/v1/imports/${id}/closing`);
      return found;
    };
    const shown = await page('dry-run');
    const done = await page('apply');
    const [ours] = await billing.world.subscriptions.ofReader(readerId);

    for (const found of [shown, done]) {
      expect(found.get(nameless.id)).toBe('price-not-named');
      expect(found.get(marked.id)).toBe('subscription-marked');
      expect(found.get(ours?.stripeSubscriptionId ?? '')).toBe('already-there');
    }
    expect([shown.get(taken.id), done.get(taken.id)]).toEqual(['would-import', 'imported']);
    expect(new Set((await page('apply')).values())).not.toContain('imported');
  });
});

/** What a person would have to look at. */
async function casesOf(customer: string): Promise<object[]> {
  const { rows } = await billing.sql.query<object>(
    `SELECT kind FROM review_case k JOIN subscription s ON s.id = k.subscription_id WHERE s.stripe_customer_id = $1`,
    [customer],
  );
  return rows;
}

describe('whoever was taken over', () => {
  test('is charged nothing again, then what they are used to, on the day they are used to', async () => {
    const sold = await soldBefore('used-to@it.example', prices.old);
    const [row] = await take([{ email: 'used-to@it.example', stripeSubscriptionId: sold.id }]);
    const id = row?.subscriptionId ?? '';

    expect(await buyer.subscription(id)).toMatchObject({
      phase: 'imported',
      standing: 'ok',
      intent: 'renewing',
      paidThrough: sold.until.toISOString(),
      nextCharge: { at: sold.until.toISOString(), amount: { amount: '1200' }, phase: 'standard' },
    });
    expect(await noticesOf(billing, await readerOf(id))).toEqual({ 'subscription-imported': 1 });
    expect(await typesOf(billing, id)).toEqual(['subscription.started']);

    await billing.simulator.turnTo(plus(sold.until, DAY));

    expect(await buyer.paid(id)).toEqual(['0', '1200']);
    expect(await invoicesOf(sold.customer)).toBe(2);
    expect(await typesOf(billing, id)).toEqual(['subscription.started', 'subscription.renewed']);
    expect(await tie(billing)).toMatchObject({ differences: ['0'] });
    const { rows } = await billing.sql.query(
      `SELECT account, sum(amount)::int AS sum FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id
       WHERE account IN ('receivable', 'opening') GROUP BY 1 ORDER BY 1`,
    );
    expect(rows).toContainEqual({ account: 'receivable', sum: 0 });
    expect(rows.find(({ account }: { account: string }) => account === 'opening')).toBeDefined();

    expect(await casesOf(sold.customer)).toEqual([]);

    await buyer.as('post', `/v1/subscriptions/${id}/cancel`, {});
    expect(await buyer.subscription(id)).toMatchObject({ intent: 'cancelling' });
  });

  test('keeps the price they are used to when their course is changed', async () => {
    const sold = await soldBefore('course@it.example', prices.old);
    const [row] = await take([{ email: 'course@it.example', stripeSubscriptionId: sold.id }]);
    const id = row?.subscriptionId ?? '';
    await buyer.as('post', `/v1/subscriptions/${id}/pause`, {
      until: plus(sold.until, 20 * DAY).toISOString(),
    });
    await billing.simulator.turnTo(plus(sold.until, 21 * DAY));

    expect(await buyer.paid(id)).toEqual(['0', '1200']);
  });

  test('without a card reads to the end of what was paid for, which takes nothing to come and is told', async () => {
    const until = plus(await billing.simulator.now(), 10 * DAY);
    const [row] = await take([{ email: 'no-card@it.example', paidThrough: until.toISOString() }]);
    const id = row?.subscriptionId ?? '';
    const readerId = await readerOf(id);
    const undone = await buyer.as('post', `/v1/subscriptions/${id}/undo-cancel`);

    expect(await buyer.subscription(id)).toMatchObject({ intent: 'cancelling', nextCharge: null });
    expect(undone.body).toMatchObject({ code: 'nothing-renews' });

    await billing.simulator.turnTo(until);

    expect(await buyer.subscription(id)).toMatchObject({
      phase: 'ended',
      endReason: 'cancelled',
      endedAt: until.toISOString(),
      paidThrough: until.toISOString(),
    });
    expect(await noticesOf(billing, readerId)).toEqual({
      'subscription-imported': 1,
      'subscription-ended': 1,
    });
  });

  test('without a card may subscribe before that end; the days that are left of it go behind what they bought', async () => {
    const until = plus(await billing.simulator.now(), 40 * DAY);
    const [row] = await take([{ email: 'buys@it.example', paidThrough: until.toISOString() }]);
    const readerId = await readerOf(row?.subscriptionId ?? '');
    const token = await billing.readerToken(readerId);
    const opened = await buyer.open({ readerId }).set('authorization', `Bearer ${token}`).expect(201);
    const { id, url } = opened.body as { id: string; url: string };
    await buyer.pay(url, undefined, 'buys@it.example');
    await buyer.complete(id);

    const bought = await buyer.subscription(id);
    const end = new Date(bought.paidThrough ?? '');
    expect(await buyer.subscription(row?.subscriptionId ?? '')).toMatchObject({ endReason: 'duplicate' });
    expect(bought).toMatchObject({
      intent: 'renewing',
      nextCharge: { at: bought.paidThrough, amount: { amount: '900' } },
    });
    const days = (end.getTime() - until.getTime()) / DAY;
    expect(days).toBeGreaterThan(27);
    expect(days).toBeLessThan(29);
    expect(await noticesOf(billing, readerId)).toMatchObject({
      'subscription-imported': 1,
      'purchase-confirmed': 1,
    });

    await billing.simulator.turnTo(plus(end, -DAY));
    expect(await buyer.paid(id)).toEqual(['100', '0']);
    await billing.simulator.turnTo(plus(end, DAY));
    expect(await buyer.paid(id)).toEqual(['100', '0', '900']);
  });

  test('and becomes a reader who pays already keeps the days that are left, behind what is paid for', async () => {
    const { readerId, subscription } = await buyer.buy('pays-already@it.example');
    const until = plus(await billing.simulator.now(), 40 * DAY);
    const [row] = await take([{ email: 'paid-elsewhere@it.example', paidThrough: until.toISOString() }]);
    const before = await buyer.subscription(subscription.id);
    await billing.merge(await readerOf(row?.subscriptionId ?? ''), readerId);

    const end = plus(new Date(before.paidThrough ?? ''), 40 * DAY);
    const after = await buyer.subscription(subscription.id);
    expect(after.paidThrough).toBe(end.toISOString());
    expect(after).toMatchObject({
      intent: 'renewing',
      nextCharge: { at: after.paidThrough, amount: { amount: '900' } },
    });
    expect(await buyer.subscription(row?.subscriptionId ?? '')).toMatchObject({ readerId });

    await billing.simulator.turnTo(plus(end, DAY));
    expect(await buyer.paid(subscription.id)).toEqual(['100', '0', '900']);
    expect(await buyer.subscription(row?.subscriptionId ?? '')).toMatchObject({ endReason: 'duplicate' });
  });

  test('and becomes a reader who has cancelled is a case for a person, who knows the days', async () => {
    const { readerId, subscription } = await buyer.buy('has-cancelled@it.example');
    const until = plus(await billing.simulator.now(), 40 * DAY);
    const [row] = await take([{ email: 'paid-there@it.example', paidThrough: until.toISOString() }]);
    await buyer.as('post', `/v1/subscriptions/${subscription.id}/cancel`, {});
    await billing.merge(await readerOf(row?.subscriptionId ?? ''), readerId);

    const { rows } = await billing.sql.query(`SELECT facts FROM review_case WHERE kind = 'paid-elsewhere'`);
    expect(rows).toEqual([
      { facts: { days: '40', subscriptionId: subscription.id, because: 'subscription-cancelling' } },
    ]);
  });
});
