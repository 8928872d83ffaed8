import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';

let billing: Billing;
beforeAll(async () => {
  billing = await startBilling();
});
afterAll(() => billing.close());

test('whoever pays reads at once: the return page looks at Stripe itself', async () => {
  const buyer = createBuyer(billing);
  const { subscription } = await buyer.buy('ada@meridian.example');
  console.log(subscription);
  const { rows } = await billing.sql.query(
    'SELECT type, key, sequence, published_at, data FROM outbox ORDER BY id',
  );
  console.log(JSON.stringify(rows, null, 1));
  expect(subscription.phase).toBe('intro');
});
