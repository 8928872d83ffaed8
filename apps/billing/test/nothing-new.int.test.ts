import { DAY, HOUR, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

/** The version of a row in the database: another one with each write, of whatever. */
async function versionOf(id: string): Promise<string> {
  const { rows } = await billing.sql.query<{ version: string }>(
    'SELECT xmin::text AS version FROM subscription WHERE id = $1',
    [id],
  );
  return rows[0]!.version;
}

async function lookAgainAt(id: string): Promise<void> {
  const { rows } = await billing.sql.query<{ customer: string }>(
    'SELECT stripe_customer_id AS customer FROM subscription WHERE id = $1',
    [id],
  );
  await billing.world.settleCustomer(rows[0]!.customer, 'money');
}

test('a look at Stripe that shows what is known already writes nothing', async () => {
  const { subscription } = await buyer.buy('nothing-new@meridian.example');
  const { id } = subscription;
  const bought = await versionOf(id);
  await lookAgainAt(id);
  const lookedAt = await versionOf(id);
  await billing.simulator.turnTo(plus(new Date(subscription.paidThrough ?? 0), DAY));
  const renewed = await versionOf(id);
  await billing.simulator.turnTo(plus(await billing.simulator.now(), HOUR));
  await lookAgainAt(id);

  expect(lookedAt).toBe(bought);
  expect(renewed).not.toBe(bought);
  expect(await versionOf(id)).toBe(renewed);
});
