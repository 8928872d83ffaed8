import { DAY, HOUR, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBuyer, type Answer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { tie } from './looking.ts';

const PERIOD = 28 * DAY;

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
let version = '';
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
  const { body } = await billing.api.get('/v1/offers');
  const sold = body as { data: { key: string; consent: { version: string } }[] };
  version = sold.data.find(({ key }) => key === 'team')?.consent.version ?? '';
});
afterAll(() => billing.close());

type Group = Answer & { seats: number; change: { at: string } | null };
type Quote = { seats: number; from: string; due: { amount: string }; next: { amount: { amount: string } } };

const open = (email: string, seats?: number) =>
  buyer.open({
    email,
    offer: 'team',
    consent: { version, accepted: true },
    ...(seats === undefined ? {} : { seats }),
  });
async function buy(email: string, seats: number): Promise<Group> {
  const { body } = await open(email, seats).expect(201);
  await buyer.pay(body.url as string, undefined, email);
  return (await buyer.complete(body.id as string)).body.subscription as Group;
}
const group = async (id: string) => (await buyer.subscription(id)) as Group;
const quote = async (id: string, seats: number) =>
  (await buyer.as('get', `/v1/subscriptions/${id}/seats?seats=${seats}`)).body as Quote;
const change = async (id: string, quoted: Quote) =>
  (await buyer.as('post', `/v1/subscriptions/${id}/seats`, quoted)).body as Group;
const told = async (id: string): Promise<(number | null)[]> => {
  const { rows } = await billing.sql.query<{ seats: number | null }>(
    `SELECT (data->>'seats')::int AS seats FROM outbox
     WHERE topic = 'billing.subscription.v1' AND subject = $1 ORDER BY sequence`,
    [id],
  );
  return rows.map(({ seats }) => seats);
};

test('a group buys seats, adds some for the days that are left, gives some up for the next weeks: to the cent, at Stripe as here', async () => {
  const bought = await buy('team@meridian.example', 4);
  const { id } = bought;
  expect(bought).toMatchObject({ seats: 4, phase: 'standard', nextCharge: { amount: { amount: '4800' } } });
  expect(await buyer.paid(id)).toEqual(['4800']);
  expect(await told(id)).toEqual([4]);

  const start = plus(new Date(bought.paidThrough ?? 0), -PERIOD);
  await billing.simulator.turnTo(plus(start, 14 * DAY));
  const more = await quote(id, 6);
  expect(more).toMatchObject({ due: { amount: '4800' }, next: { amount: { amount: '7200' } } });
  const added = await change(id, more);
  expect(added).toMatchObject({ seats: 6, standing: 'ok', nextCharge: { amount: { amount: '7200' } } });
  expect(await buyer.paid(id)).toEqual(['4800', more.due.amount]);
  expect((await change(id, more)).revision).toBe(added.revision);
  const { data } = await billing.simulator.dashboard.subscriptions.list();
  const atStripe = data.find((one) => one.id === added.stripeSubscriptionId);
  expect(atStripe?.items.data[0]?.quantity).toBe(6);

  const fewer = await quote(id, 3);
  expect(fewer).toMatchObject({ due: { amount: '0' }, next: { amount: { amount: '3600' } } });
  const coming = await change(id, fewer);
  expect(coming).toMatchObject({ seats: 6, nextCharge: { amount: { amount: '3600' } } });
  const kept = (await buyer.as('post', `/v1/subscriptions/${id}/plan-change/undo`)).body as Group;
  expect(kept).toMatchObject({ seats: 6, change: null, nextCharge: { amount: { amount: '7200' } } });

  await change(id, await quote(id, 3));
  const end = new Date(coming.paidThrough ?? 0);
  await billing.simulator.turnTo(plus(end, PERIOD + 2 * HOUR));
  expect(await group(id)).toMatchObject({ seats: 3, standing: 'ok' });
  expect((await buyer.paid(id)).slice(2)).toEqual(['3600', '3600']);
  expect((await told(id)).at(-1)).toBe(3);
  expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
}, 60_000);

test('twice the same wish is one page, another number of seats another', async () => {
  const first = (await open('wish@meridian.example', 4)).body;
  expect((await open('wish@meridian.example', 4)).body).toEqual(first);
  expect((await open('wish@meridian.example', 5)).body.id).not.toBe(first.id);
  for (const seats of [undefined, 2, 251])
    expect((await open('other@meridian.example', seats)).body.code).toBe('seats-out-of-range');
  const single = await buyer.open({ email: 'one@meridian.example', seats: 4 });
  expect(single.body.code).toBe('seats-out-of-range');
});

test('seats that staff add at Stripe are nobody’s: the draft is held, and somebody has to look', async () => {
  const { id, stripeSubscriptionId, paidThrough } = await buy('staff@meridian.example', 3);
  const stripe = billing.simulator.dashboard;
  const { items } = await stripe.subscriptions.retrieve(stripeSubscriptionId);
  await stripe.subscriptions.update(stripeSubscriptionId, {
    items: [{ id: items.data[0]!.id, quantity: 9 }],
    proration_behavior: 'none',
  });
  await billing.simulator.turnTo(plus(new Date(paidThrough ?? 0), 2 * HOUR));
  expect(await group(id)).toMatchObject({ seats: 3 });
  expect(await buyer.paid(id)).toEqual(['3600']);
  const { rows } = await billing.sql.query<{ kind: string }>(
    'SELECT kind FROM review_case WHERE subscription_id = $1',
    [id],
  );
  expect(rows.map(({ kind }) => kind)).toEqual(['draft-differs']);
});
