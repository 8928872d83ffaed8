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

test('case 25: a new list price is told in time, and touches nothing that was promised', async () => {
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
  const here = await isOnRecord({
    from,
    told: [late.subscription.id, early.subscription.id],
    waits: leaves.subscription.id,
  });

  await turnTo(plus(start, 17 * PERIOD + 2 * HOUR));
  const notices = (await listed<{ isHandedToMail: boolean }>(here)).data;
  expect(notices.map(({ isHandedToMail }) => isHandedToMail)).toEqual([true, true]);
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

type Row = { id: string; toldAt: string | null; firstCharge: unknown; obstacle: string | null };
type Rise = { id: string; told: number; waiting: number; from: string };
const listed = async <T>(where: string) =>
  (await buyer.as('get', where)).body as { data: T[]; nextCursor: string | null };

/** What finance sees of the one rise that was announced, page by page. */
async function isOnRecord({ from, told, waits }: { from: Date; told: string[]; waits: string }) {
  const { data: rises } = await listed<Rise>('/v1/price-rises');
  expect(rises).toMatchObject([
    { offer: 'digital', amount: { amount: '1800' }, from: from.toISOString(), told: 2, waiting: 1 },
  ]);
  const here = `/v1/price-rises/${rises[0]?.id}`;
  expect((await buyer.as('get', here)).body).toEqual(rises[0]);

  const first = await listed<Row>(`${here}/subscriptions?limit=1`);
  const second = await listed<Row>(`${here}/subscriptions?limit=1&after=${first.nextCursor}`);
  const rows = [...first.data, ...second.data];
  expect(rows.map(({ id }) => id).toSorted()).toEqual(told.toSorted());
  expect(rows.find(({ id }) => id === told[1])).toMatchObject({
    phase: 'standard',
    from: from.toISOString(),
    firstCharge: { at: from.toISOString(), amount: { amount: '1800' } },
    obstacle: null,
  });
  expect((await listed<Row>(`${here}/subscriptions?state=waiting`)).data).toMatchObject([
    { id: waits, toldAt: null, firstCharge: null, obstacle: 'subscription-cancelling' },
  ]);
  expect((await buyer.as('get', `${here}/subscriptions?after=x`)).body).toMatchObject({
    code: 'cursor-invalid',
  });
  expect((await buyer.as('get', `/v1/price-rises/${waits}`)).body).toMatchObject({
    code: 'price-rise-not-found',
  });
  return `${here}/subscriptions`;
}

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
  const rise = (await listed<Rise>('/v1/price-rises')).data[0]?.id;
  const waiting = (
    await listed<Row & { pausedUntil: string | null }>(`/v1/price-rises/${rise}/subscriptions?state=waiting`)
  ).data;
  expect(waiting.find(({ id }) => id === paused.subscription.id)).toMatchObject({
    obstacle: 'subscription-paused',
    pausedUntil: back.toISOString(),
  });

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
  const told = (await listed<Row>(`/v1/price-rises/${rise}/subscriptions`)).data.map(({ id }) => id);
  expect(told.slice(0, 2)).toEqual([paused.subscription.id, kept.subscription.id]);
  const { rows } = await billing.sql.query(
    'SELECT 1 FROM waiting_price_rise WHERE subscription_id = ANY($1)',
    [[kept.subscription.id, paused.subscription.id]],
  );
  expect(rows).toEqual([]);
}, 90_000);

test('who waits for one that only a process of the version before has written down is told as well', async () => {
  const { subscription, readerId } = await buyer.buy('old-process@meridian.example');
  const start = plus(new Date(subscription.paidThrough ?? 0), -PERIOD);
  await turnTo(plus(start, PERIOD + 2 * HOUR));
  await buyer.as('post', `/v1/subscriptions/${subscription.id}/cancel`);
  await raise('2300', plus(start, 2 * PERIOD + 5 * DAY));
  await billing.sql.query('DELETE FROM price_rise WHERE amount = 2300');

  await buyer.as('post', `/v1/subscriptions/${subscription.id}/undo-cancel`);
  await turnTo(plus(start, PERIOD + 2 * DAY));

  expect(await noticesOf(billing, readerId)).toMatchObject({ 'price-change': 1 });
  const [rise] = (await listed<Rise & { amount: { amount: string } }>('/v1/price-rises')).data;
  expect(rise?.amount.amount).toBe('2300');
  const told = (await listed<Row>(`/v1/price-rises/${rise?.id}/subscriptions`)).data.map(({ id }) => id);
  expect(told).toContain(subscription.id);
}, 90_000);
