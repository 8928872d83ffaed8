import { randomUUID } from 'node:crypto';
import { HOUR, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { tie } from './looking.ts';

const READERS = 25;
const ATTEMPTS = 20;

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

/** Clicks twice and in many tabs, pays in two of them, comes back twice, goes back and clicks again; answers how often. */
async function clicksAbout(number: number): Promise<number> {
  const email = `clicks${number}@meridian.example`;
  const doubleClick = randomUUID();
  const clicks = Array.from({ length: ATTEMPTS - 2 }, (_, index) =>
    buyer.open({ email }, index % 3 === 0 ? doubleClick : undefined),
  );
  const opened = await Promise.all(clicks);
  const urls = [...new Set(opened.map(({ body }) => (body as { url: string }).url))];
  expect({ email, urls: urls.length }).toEqual({ email, urls: 1 });
  const { id } = opened[0]!.body as { id: string };
  const paid = await Promise.allSettled([buyer.pay(urls[0]!), buyer.pay(urls[0]!)]);
  expect(paid.some(({ status }) => status === 'fulfilled')).toBe(true);
  const [one, two] = await Promise.all([buyer.complete(id), buyer.complete(id)]);
  expect(one.body.subscription.id).toBe(two.body.subscription.id);
  const back = [await buyer.open({ email }, doubleClick), await buyer.open({ email })];
  const pages = back.flatMap(({ body }) => (body as { url?: string }).url ?? []);
  await Promise.allSettled(pages.map((page) => buyer.pay(page)));
  return clicks.length + back.length;
}

test('500 attempts by 25 readers, in double clicks, tabs and steps back: one subscription and one dollar each', async () => {
  let attempts = 0;
  for (let first = 0; first < READERS; first += 5) {
    const five = Array.from({ length: 5 }, (_, index) => clicksAbout(first + index));
    attempts += (await Promise.all(five)).reduce((sum, count) => sum + count, 0);
  }
  await billing.simulator.turnTo(plus(await billing.simulator.now(), 7 * HOUR));

  expect(attempts).toBe(READERS * ATTEMPTS);
  const { dashboard } = billing.simulator;
  const subscriptions = await dashboard.subscriptions.list({ status: 'all', limit: 100 });
  const charges = await dashboard.charges.list({ limit: 100 });
  expect([subscriptions.data.length, charges.data.map(({ amount }) => amount)]).toEqual([
    READERS,
    Array<number>(READERS).fill(100),
  ]);
  const { rows } = await billing.sql.query<{ sold: number; readers: number; paid: number }>(
    `SELECT count(DISTINCT s.id)::int AS sold, count(DISTINCT s.reader_id)::int AS readers,
       count(c.id) FILTER (WHERE c.status = 'paid')::int AS paid
     FROM subscription s LEFT JOIN charge c ON c.subscription_id = s.id WHERE s.phase <> 'ended'`,
  );
  expect(rows).toEqual([{ sold: READERS, readers: READERS, paid: READERS }]);
  expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
}, 120_000);
