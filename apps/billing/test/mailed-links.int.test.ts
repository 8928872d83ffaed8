import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

type Bought = { id: string; readerId: string };
const bought = async (email: string) => (await buyer.buy(email)).subscription as unknown as Bought;

/** What identity gives to whoever holds a mailed link. */
const holder = (of: Bought, purpose: string, subject = of.id) =>
  billing.readerToken(of.readerId, { typ: 'action', purpose, subject });

async function ask(token: string, method: 'get' | 'post', path: string, body: object = {}) {
  const call = billing.api[method](path).set('authorization', `Bearer ${token}`);
  return method === 'get' ? call : call.send(body);
}

const doors = {
  cancel: ['post', 'cancel', {}],
  undo: ['post', 'undo-cancel', {}],
  card: ['post', 'card-update', { returnTo: '/account' }],
  receipt: ['get', 'charges', {}],
} as const;
type Purpose = keyof typeof doors;
const purposes = Object.keys(doors) as Purpose[];

const opens = async (token: string, id: string, purpose: Purpose) => {
  const [method, end, body] = doors[purpose];
  return (await ask(token, method, `/v1/subscriptions/${id}/${end}`, body)).status;
};

describe('whoever holds a mailed link', () => {
  test('does its one thing, and nothing else', async () => {
    const own = await bought('holder@meridian.example');
    for (const purpose of purposes) {
      const token = await holder(own, purpose);
      const opened: Purpose[] = [];
      for (const door of purposes) if ((await opens(token, own.id, door)) < 300) opened.push(door);

      expect(opened, purpose).toEqual([purpose]);
      expect((await ask(token, 'get', `/v1/subscriptions/${own.id}`)).status).toBe(200);
    }
  });

  test('does it to no other subscription, of theirs or of others', async () => {
    const own = await bought('own@meridian.example');
    const other = await bought('other-one@meridian.example');
    const stolen = await holder(own, 'cancel', other.id);

    expect(await opens(await holder(own, 'cancel'), other.id, 'cancel')).toBe(403);
    expect(await opens(stolen, other.id, 'cancel')).toBe(404);
  });

  test('sees no list, asks for no quote, and is nobody to finance', async () => {
    const own = await bought('lists@meridian.example');
    const token = await holder(own, 'cancel');
    const paths = [
      `/v1/readers/${own.readerId}/subscriptions`,
      `/v1/subscriptions/${own.id}/plan-change?offer=digital`,
      `/v1/subscriptions/${own.id}/cancel-now`,
      '/v1/billing-events',
    ];
    const statuses = await Promise.all(paths.map(async (path) => (await ask(token, 'get', path)).status));

    for (const status of statuses) expect([401, 403]).toContain(status);
  });

  test('stands in the audit log as such', async () => {
    const own = await bought('audit@meridian.example');
    await opens(await holder(own, 'cancel'), own.id, 'cancel');
    const { rows } = await billing.sql.query<{ actor: string }>(
      `SELECT actor FROM audit_entry WHERE subject = $1 AND action = 'subscription.cancel'`,
      [own.id],
    );

    expect(rows).toEqual([{ actor: `mailed-link:${own.readerId}` }]);
  });
});
