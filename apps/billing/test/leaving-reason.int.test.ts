import { anId } from '@gatefold/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
}, 120_000);
afterAll(() => billing.close());

const say = (id: string, reason: unknown) =>
  buyer.as('put', `/v1/subscriptions/${id}/leaving-reason`, { reason });
const codeOf = ({ body }: { body: object }) => (body as { code?: string }).code;
const report = async (query = '') =>
  ((await buyer.as('get', `/v1/reports/leaving${query}`)).body as { data: object[] }).data;

test('why readers left is kept once a cancellation, the last word, and counted by month, plan and reason', async () => {
  const [ada, ben] = [await buyer.buy('ada@meridian.example'), await buyer.buy('ben@meridian.example')];
  expect(codeOf(await say(ada.subscription.id, 'unused'))).toBe('not-cancelled');
  for (const { subscription } of [ada, ben])
    await buyer.as('post', `/v1/subscriptions/${subscription.id}/cancel`);

  expect((await say(ada.subscription.id, 'unused')).status).toBe(200);
  expect((await say(ada.subscription.id, 'too_expensive')).status).toBe(200);
  expect((await say(ben.subscription.id, 'too_expensive')).status).toBe(200);

  const row = { month: '2026-02-01', offer: 'digital', currency: 'USD', reason: 'too_expensive', readers: 2 };
  expect(await report()).toEqual([row]);
  expect(await report('?offer=digital')).toEqual([row]);
  expect(await report('?offer=reading')).toEqual([]);
  expect(await report('?from=2026-03')).toEqual([]);
  expect((await buyer.as('get', '/v1/reports/leaving.csv')).text).toContain('digital,too_expensive,USD,2');
});

test('a reader finds what they said, of each cancellation, and nobody else does', async () => {
  const { subscription, readerId } = await buyer.buy('dora@meridian.example');
  for (const reason of ['unused', 'other']) {
    await buyer.as('post', `/v1/subscriptions/${subscription.id}/cancel`);
    await say(subscription.id, 'too_complex');
    await say(subscription.id, reason);
    if (reason === 'unused') await buyer.as('post', `/v1/subscriptions/${subscription.id}/undo-cancel`);
  }
  const recordsFor = async (reader: string) =>
    billing.api
      .get(`/v1/subscriptions/${subscription.id}/records`)
      .set('authorization', `Bearer ${await billing.readerToken(reader)}`);

  expect((await recordsFor(readerId)).body).toEqual({
    leavingReasons: [
      { reason: 'unused', saidAt: expect.any(String) },
      { reason: 'other', saidAt: expect.any(String) },
    ],
    credits: [],
  });
  expect(codeOf(await recordsFor(anId(1)))).toBe('subscription-not-found');
  expect((await billing.api.get(`/v1/subscriptions/${subscription.id}/records`)).status).toBe(401);
});

test('words of one’s own, and the subscription of nobody, are refused', async () => {
  const { subscription } = await buyer.buy('cleo@meridian.example');
  await buyer.as('post', `/v1/subscriptions/${subscription.id}/cancel`);
  expect(codeOf(await say(subscription.id, 'I moved to Rome'))).toBe('invalid-input');
  expect(codeOf(await say('01990000-0000-7000-8000-000000000000', 'unused'))).toBe('subscription-not-found');
});
