import { DAY, HOUR, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresMonths } from '../src/adapters/postgres/month-totals.ts';
import { createBuyer, type Answer } from './buying.ts';
import { startBilling, START, type Billing } from './harness.ts';

const PERIOD = 28 * DAY;
const start = new Date(START);

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
let ada: Answer;
let ben: Answer;

/** Ada stays and gets a third of her first $9 back on its fourteenth day; Ben leaves after the first dollar. */
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
  ada = (await buyer.buy('ada@meridian.example')).subscription;
  ben = (await buyer.buy('ben@meridian.example')).subscription;
  await buyer.as('post', `/v1/subscriptions/${ben.id}/cancel`, {});
  await billing.simulator.turnTo(plus(start, PERIOD + 2 * HOUR));
  await billing.simulator.turnTo(plus(start, PERIOD + 14 * DAY));
  const renewal = (await buyer.charges(ada.id)).find(
    ({ status, phase }) => status === 'paid' && phase === 'year_one',
  );
  await buyer.refund(renewal!.id, 'a-third-of-it', 300n);
}, 120_000);
afterAll(() => billing.close());

type Rows = {
  data: Record<string, { amount: string } | string | number>[];
  definitions: Record<string, string>;
};
const report = async (path: string): Promise<Rows> =>
  (await buyer.as('get', `/v1/reports/${path}`)).body as Rows;
const cents = (row: Rows['data'][number] | undefined, name: string): number =>
  Number((row?.[name] as { amount: string }).amount);

describe('revenue by month', () => {
  test('is earned to the second, and what is given back takes what is not earned first', async () => {
    const { data } = await report('revenue');
    const of = (month: string, phase: string) =>
      data.find((row) => row['month'] === month && row['phase'] === phase);

    // 27 days and 15 hours of 28 are of February, for both.
    expect([cents(of('2026-02-01', 'intro'), 'paid'), cents(of('2026-02-01', 'intro'), 'revenue')]).toEqual([
      200, 198,
    ]);
    expect(cents(of('2026-02-01', 'intro'), 'deferred')).toBe(2);
    expect(cents(of('2026-03-01', 'intro'), 'revenue')).toBe(2);
    expect(of('2026-03-01', 'year_one')).toMatchObject({
      billed: { amount: '900', currency: 'USD' },
      paid: { amount: '900', currency: 'USD' },
      refunded: { amount: '300', currency: 'USD' },
      revenue: { amount: '600', currency: 'USD' },
      deferred: { amount: '0', currency: 'USD' },
    });
  });

  test('adds up to what the journals say: paid, not given back', async () => {
    const { data } = await report('revenue');
    const { body } = await buyer.as('get', '/v1/ledger/summary');
    const ledger = (
      body as { accounts: { journal: string; account: string; balance: { amount: string } }[] }
    ).accounts
      .filter(({ account }) => /^(deferred|revenue):/.test(account))
      .reduce((sum, { balance }) => sum - Number(balance.amount), 0);
    const sum = (name: string): number => data.reduce((total, row) => total + cents(row, name), 0);

    expect(sum('paid') - sum('refunded')).toBe(ledger);
    expect(sum('revenue')).toBe(ledger);
  });

  test('is the same after the additions were folded into the totals', async () => {
    const before = await report('revenue');

    await postgresMonths(billing.sql).fold();

    expect(await report('revenue')).toEqual(before);
    expect((await billing.sql.query('SELECT 1 FROM month_delta')).rowCount).toBe(0);
  });

  test('is read as a spreadsheet too, with points and no minor units', async () => {
    const { text } = await buyer.as('get', '/v1/reports/revenue.csv?from=2026-03&to=2026-03');

    expect(text.split('\r\n')[0]).toBe(
      'month,offer,phase,currency,billed,voided,paid,credited,refunded,tax,revenue,deferred,disputed',
    );
    expect(text).toContain('2026-03-01,digital,year_one,USD,9.00,0.00,9.00,0.00,3.00,0.00,6.00,0.00,0.00');
  });
});

test('a month of the running subscriptions is counted under three definitions', async () => {
  const { data, definitions } = await report('mrr?from=2026-02&to=2026-03');

  expect(data).toMatchObject([
    // Two at $1 thirteen times a year; one of them goes on, into $15.
    { month: '2026-02-01', phase: 'intro', subscribers: 2, cancelling: 1, current: { amount: '217' } },
    { month: '2026-03-01', phase: 'year_one', subscribers: 1, cancelling: 0, current: { amount: '975' } },
  ]);
  expect(data.map((row) => [cents(row, 'continuing'), cents(row, 'list')])).toEqual([
    [0, 1625],
    [975, 1625],
  ]);
  expect(definitions['continuing']).toContain('past the introduction');
});

test('a cohort shows who came further than the introduction', async () => {
  const { data } = await report('cohorts');

  expect(data).toMatchObject([
    { week: '2026-01-26', offer: 'digital', began: 2, inIntro: 0, converted: 1, steppedUp: 0, running: 1 },
  ]);
  expect(cents(data[0], 'kept')).toBe(800);
});

test('the forecast follows the path of everybody who goes on', async () => {
  const { data } = await report('forecast?weeks=60');
  const of = (phase: string) => data.filter((row) => row['phase'] === phase);

  expect([of('year_one').length, of('standard').length > 0]).toEqual([12, true]);
  expect(cents(of('year_one')[0], 'amount')).toBe(900);
});

test('reports are for those who keep the books', async () => {
  const reader = await billing.readerToken(ada.readerId);

  await billing.api.get('/v1/reports/revenue').set('authorization', `Bearer ${reader}`).expect(403);
  await billing.api.get('/v1/reports/revenue.csv').expect(401);
});
