import { createHmac } from 'node:crypto';
import { MINUTE, plus, toUnix } from '@gatefold/kernel';
import { newId } from '@gatefold/service-kit';
import { eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fold } from '../src/domain/fold.ts';
import { nothingNew } from '../src/domain/gift.ts';
import type { FoldBegun } from '../src/usecases/ports.ts';
import { createBuyer } from './buying.ts';
import { SECRET, startBilling, type Billing } from './harness.ts';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

let customer: string;
let lookedAt: Date;
let begun: FoldBegun;
let count = 0;
/** Somebody has bought, and a look at Stripe has begun of which nobody else takes anything out of our hands. */
beforeEach(async () => {
  count += 1;
  await billing.simulator.webhooks({ mode: 'drop' });
  const { subscription } = await buyer.buy(`during-${count}@meridian.example`);
  const { rows } = await billing.sql.query<{ id: string }>(
    'SELECT stripe_customer_id AS id FROM subscription WHERE id = $1',
    [subscription.id],
  );
  customer = rows[0]!.id;
  await eventually(async () => !(await isDirty()));
  await billing.sql.query(
    `UPDATE stripe_customer SET looked_at = NULL, news_at = NULL, lease_until = now() + interval '1 hour' WHERE id = $1`,
    [customer],
  );
  lookedAt = plus(await billing.simulator.now(), 60 * MINUTE);
  begun = await billing.folds.begin(customer, null);
});

async function isDirty(): Promise<boolean> {
  const { rows } = await billing.sql.query<{ dirty: boolean }>(
    'SELECT generation > folded_generation AS dirty FROM stripe_customer WHERE id = $1',
    [customer],
  );
  return rows[0]!.dirty;
}

/** A webhook, written at Stripe this long before it has shown us what we read. */
async function hear(before: number): Promise<void> {
  const body = JSON.stringify({
    id: `evt_${newId()}`,
    object: 'event',
    type: 'invoice.paid',
    created: toUnix(lookedAt) - before,
    livemode: false,
    data: { object: { id: 'in_1', object: 'invoice', customer } },
  });
  const time = Math.floor(Date.now() / 1_000);
  const v1 = createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex');
  await billing.api
    .post('/webhooks/stripe')
    .set('content-type', 'application/json')
    .set('stripe-signature', `t=${time},v1=${v1}`)
    .send(body)
    .expect(200);
}

async function commit(at: Date | null): Promise<void> {
  const { subscriptions } = await billing.world.stripe.customer(customer, 'money');
  const now = await billing.simulator.now();
  await billing.folds.commit(begun, {
    seen: subscriptions,
    lookedAt: at,
    cards: [],
    decide: (before, one) => fold(before, one, { now, newId }),
    gifts: { payments: new Map(), decide: nothingNew },
  });
}

test('what a look has shown, and is heard while it lasts, leads to no other look', async () => {
  await hear(301);
  await hear(3_000);
  const whileItLasts = await isDirty();
  await commit(lookedAt);

  expect([whileItLasts, await isDirty()]).toEqual([true, false]);
});

test.each([
  ['was written at Stripe just before', () => hear(299)],
  ['is newer, whatever older news comes after it', async () => (await hear(-1), hear(3_000))],
  [
    'comes with something of ours that nobody at Stripe has told',
    async () => {
      await hear(301);
      await billing.sql.query('UPDATE stripe_customer SET generation = generation + 1 WHERE id = $1', [
        customer,
      ]);
    },
  ],
])('news that is heard during a look and %s leads to another', async (_what, happens) => {
  await happens();
  await commit(lookedAt);

  expect(await isDirty()).toBe(true);
});

test('news that is heard during a look of which Stripe has not said the time leads to another', async () => {
  await hear(3_000);
  await commit(null);

  expect(await isDirty()).toBe(true);
});
