import { anId } from '@gatefold/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';

let billing: Billing;
let token: string;
beforeAll(async () => {
  billing = await startBilling();
  const buyer = createBuyer(billing);
  for (const name of ['ada', 'ben', 'cleo']) await buyer.buy(`${name}@meridian.example`);
  token = `Bearer ${await billing.readerToken(anId(1), { role: 'finance' })}`;
});
afterAll(() => billing.close());

type Page = {
  data: { id: string; stripeIds: string[] }[];
  nextCursor: string | null;
  previousCursor: string | null;
};

const ask = (query: Record<string, string | number>) =>
  billing.api.get('/v1/billing-events').query(query).set('authorization', token);
const page = async (query: Record<string, string | number>) => (await ask(query).expect(200)).body as Page;
const idsOf = ({ data }: Page): string[] => data.map(({ id }) => id);

test('pages lead to every event once, and back the same way', async () => {
  const all = idsOf(await page({ limit: 200 }));
  const down: string[][] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const found: Page = await page({ limit: 2, ...(cursor === undefined ? {} : { after: cursor }) });
    down.push(idsOf(found));
    cursor = found.nextCursor;
  }
  const last = await page({ limit: 2, after: (await page({ limit: all.length - 1 })).nextCursor ?? '' });
  const up = [idsOf(last)];
  for (let cursor = last.previousCursor; cursor !== null;) {
    const found: Page = await page({ limit: 2, before: cursor });
    up.unshift(idsOf(found));
    cursor = found.previousCursor;
  }

  expect(all.length).toBeGreaterThan(4);
  expect(down.flat()).toEqual(all);
  expect(up.flat()).toEqual(all);
});

test('nothing is newer than the first page, and nothing older than the last', async () => {
  const { previousCursor, nextCursor } = await page({ limit: 200 });

  expect([previousCursor, nextCursor]).toEqual([null, null]);
});

test('an event names its place in the list, so that its neighbours can be found', async () => {
  const [newer, middle, older] = idsOf(await page({ limit: 3 }));
  const { body } = await billing.api.get(`/v1/billing-events/${middle}`).set('authorization', token);
  const { cursor } = body as { cursor: string };

  expect(idsOf(await page({ before: cursor, limit: 1 }))).toEqual([newer]);
  expect(idsOf(await page({ after: cursor, limit: 1 }))).toEqual([older]);
});

test('each line names what it rests on at Stripe', async () => {
  const { data } = await page({ type: 'payment.paid' });

  expect(data.map(({ stripeIds }) => stripeIds[0]?.slice(0, 3))).toEqual(['ch_', 'ch_', 'ch_']);
});

test('a place is one direction: both at once are refused, as is one that is none', async () => {
  const { nextCursor } = await page({ limit: 1 });
  const refused = await Promise.all([
    ask({ after: nextCursor ?? '', before: nextCursor ?? '' }),
    ask({ before: 'nonsense' }),
  ]);

  expect(refused.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual([
    [400, 'cursor-invalid'],
    [400, 'cursor-invalid'],
  ]);
});

test('how long an announced event took is told from Stripe’s news on, as far as it is known', async () => {
  const { rows } = await billing.sql.query<{ id: string }>(
    `SELECT event_id AS id FROM outbox WHERE topic = 'billing.subscription.v1' ORDER BY id`,
  );
  const ids = [...rows.map(({ id }) => id), anId(9_999)];
  const { body } = await billing.api
    .post('/v1/event-timings')
    .set('authorization', token)
    .send({ ids })
    .expect(200);
  const { data } = body as { data: { id: string; receivedAt: string | null; recordedAt: string }[] };

  expect(data.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
  for (const { receivedAt, recordedAt } of data)
    if (receivedAt !== null) expect(Date.parse(receivedAt)).toBeLessThanOrEqual(Date.parse(recordedAt));
});
