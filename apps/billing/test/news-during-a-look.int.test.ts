import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { FoldBegun } from '../src/usecases/ports.ts';
import { startBilling, type Billing } from './harness.ts';
import { listeningTo } from './hearing.ts';

let billing: Billing;
beforeAll(async () => {
  billing = await startBilling();
});
afterAll(() => billing.close());

let one: Awaited<ReturnType<typeof listeningTo>>;
let begun: FoldBegun;
let count = 0;
/** A look at Stripe has begun. */
beforeEach(async () => {
  count += 1;
  one = await listeningTo(billing, `during-${count}@meridian.example`);
  begun = await one.begin();
});

test('what a look has shown, and is heard while it lasts, leads to no other look', async () => {
  await one.hear({ before: 301 });
  await one.hear({ before: 3_000 });
  const whileItLasts = await one.isDirty();
  await one.commit(begun, one.lookedAt);

  expect([whileItLasts, await one.isDirty()]).toEqual([true, false]);
});

test('whoever waits keeps their place, whatever is heard meanwhile, until a look has shown it', async () => {
  await one.hear({ before: 60 });
  const since = await one.waitsSince();
  await one.hear({ before: 50 });
  const later = await one.waitsSince();
  await one.commit(await one.begin(), one.lookedAt);

  expect(since).not.toBeNull();
  expect([later, await one.waitsSince()]).toEqual([since, null]);
});

test.each([
  ['was written at Stripe just before', () => one.hear({ before: 299 })],
  [
    'is newer, whatever older news comes after it',
    async () => {
      await one.hear({ before: -1 });
      await one.hear({ before: 3_000 });
    },
  ],
  [
    'comes with something of ours that nobody at Stripe has told',
    async () => {
      await one.hear({ before: 301 });
      await billing.sql.query('UPDATE stripe_customer SET generation = generation + 1 WHERE id = $1', [
        one.customer,
      ]);
    },
  ],
])('news that is heard during a look and %s leads to another', async (_what, happens) => {
  await happens();
  await one.commit(begun, one.lookedAt);

  expect(await one.isDirty()).toBe(true);
});

test('news that is heard during a look of which Stripe has not said the time leads to another', async () => {
  await one.hear({ before: 3_000 });
  await one.commit(begun, null);

  expect(await one.isDirty()).toBe(true);
});
