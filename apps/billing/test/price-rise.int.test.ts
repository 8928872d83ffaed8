import { DAY, HOUR, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { noticesOf, tie } from './looking.ts';

const PERIOD = 28 * DAY;

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

const turnTo = (at: Date) => billing.simulator.turnTo(at);
const raise = (amount: string, from: Date, offer = 'digital') =>
  buyer.as('post', '/v1/price-rises', {
    offer,
    amount: { amount, currency: 'USD' },
    from: from.toISOString(),
  });

test('a new list price is told in time, and touches nothing that was promised', async () => {
  const early = await buyer.buy('early@meridian.example');
  const start = plus(new Date(early.subscription.paidThrough ?? 0), -PERIOD);
  await turnTo(plus(start, 13 * PERIOD + 2 * HOUR));
  const late = await buyer.buy('late@meridian.example');
  await turnTo(plus(start, 14 * PERIOD + 5 * DAY));
  const leaves = await buyer.buy('leaving@meridian.example');
  await buyer.as('post', `/v1/subscriptions/${leaves.subscription.id}/cancel`);
  const from = plus(start, 16 * PERIOD);

  expect((await raise('1800', plus(start, 14 * PERIOD + 10 * DAY))).body).toMatchObject({
    code: 'notice-too-short',
  });
  expect((await raise('1800', from, 'nothing')).body).toMatchObject({ code: 'offer-not-on-sale' });
  const first = await raise('1800', from);
  const again = await raise('1800', from);
  expect([first.status, first.body, again.body]).toEqual([
    202,
    { announced: 2, waiting: 1 },
    { announced: 0, waiting: 1 },
  ]);

  await turnTo(plus(start, 17 * PERIOD + 2 * HOUR));
  expect((await buyer.paid(early.subscription.id)).slice(13)).toEqual([
    '900',
    '1500',
    '1500',
    '1800',
    '1800',
  ]);
  const second = plus(start, 13 * PERIOD + 2 * HOUR);
  await turnTo(plus(second, 15 * PERIOD + 2 * HOUR));
  expect(await buyer.paid(late.subscription.id)).toEqual([
    '100',
    ...Array<string>(13).fill('900'),
    '1800',
    '1800',
  ]);
  expect(await buyer.paid(leaves.subscription.id)).toEqual(['100']);
  expect(await noticesOf(billing, early.readerId)).toMatchObject({ 'price-change': 1 });
  const { rows } = await billing.sql.query('SELECT count(*)::int AS open FROM review_case');
  expect(rows).toEqual([{ open: 0 }]);
  expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
}, 90_000);

test('who had cancelled, or was paused, when it was announced is told by itself later, in time as well', async () => {
  const kept = await buyer.buy('keeps-it@meridian.example');
  const start = plus(new Date(kept.subscription.paidThrough ?? 0), -PERIOD);
  const paused = await buyer.buy('rests@meridian.example');
  const on = (id: string, what: string) => `/v1/subscriptions/${id}/${what}`;
  await turnTo(plus(start, PERIOD + 2 * HOUR));
  await buyer.as('post', on(kept.subscription.id, 'cancel'));
  const back = plus(start, 3 * PERIOD);
  await buyer.as('post', on(paused.subscription.id, 'pause'), { until: back.toISOString() });
  const { body } = await raise('2100', plus(start, 2 * PERIOD + 5 * DAY));
  expect((body as { waiting: number }).waiting).toBeGreaterThanOrEqual(2);
  await turnTo(plus(start, PERIOD + DAY));
  expect(await noticesOf(billing, kept.readerId)).not.toHaveProperty('price-change');

  await buyer.as('post', on(kept.subscription.id, 'undo-cancel'));
  await turnTo(plus(start, PERIOD + 2 * DAY));
  expect(await noticesOf(billing, kept.readerId)).toMatchObject({ 'price-change': 1 });
  await turnTo(plus(back, DAY));
  expect(await noticesOf(billing, paused.readerId)).toMatchObject({ 'price-change': 1 });
  const listOf = async (id: string): Promise<string | undefined> => {
    const { body: shown } = await buyer.as('get', `/v1/subscriptions/${id}`);
    return (shown as { path: { amount: { amount: string } }[] }).path.at(-1)?.amount.amount;
  };
  expect(await listOf(kept.subscription.id)).toBe('2100');
  const { rows } = await billing.sql.query(
    'SELECT 1 FROM waiting_price_rise WHERE subscription_id = ANY($1)',
    [[kept.subscription.id, paused.subscription.id]],
  );
  expect(rows).toEqual([]);
}, 90_000);
