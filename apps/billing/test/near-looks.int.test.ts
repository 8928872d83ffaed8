import { HOUR, MINUTE, plus } from '@gatefold/kernel';
import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '@gatefold/service-kit';
import { foldCustomer } from '../src/usecases/fold-customer.ts';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { listeningTo } from './hearing.ts';

type Types = NonNullable<Stripe.WebhookEndpointUpdateParams['enabled_events']>;

let billing: Billing;
beforeAll(async () => {
  billing = await startBilling();
});
afterAll(() => billing.close());

let count = 0;
/** Who has been looked at as a whole an hour before the look that is in our hands. */
async function lookedAtBefore() {
  count += 1;
  const one = await listeningTo(billing, `near-${count}@meridian.example`);
  await one.commit(await one.begin(), plus(one.lookedAt, -HOUR));
  const hour = plus(one.lookedAt, -HOUR);
  /** A look at what was made in the last two hours, which is more than there is. */
  const lookNear = async () => one.commit(await one.begin(), one.lookedAt, plus(hour, -HOUR));
  return { ...one, lookNear };
}

describe('a look begins', () => {
  test('five minutes before what is told of was made', async () => {
    const one = await lookedAtBefore();
    await one.hear({ before: 60, age: 1_800 });
    await one.hear({ before: 50, age: 600 });

    expect((await one.begin()).nearFrom).toEqual(plus(one.lookedAt, -35 * MINUTE));
  });

  test.each([
    { what: 'what may belong to anything', told: { type: 'charge.refunded', before: 50, age: 60 } },
    { what: 'something of which nobody says when it was made', told: { before: 50 } },
  ])('at the beginning for $what, whatever else is told', async ({ told }) => {
    const one = await lookedAtBefore();
    await one.hear({ before: 60, age: 1_800 });
    await one.hear(told);

    expect((await one.begin()).nearFrom).toBeNull();
  });

  test('at the beginning for something of ours', async () => {
    const one = await lookedAtBefore();
    await one.hear({ before: 60, age: 1_800 });
    await billing.sql.query('UPDATE stripe_customer SET generation = generation + 1 WHERE id = $1', [
      one.customer,
    ]);

    expect((await one.begin()).nearFrom).toBeNull();
  });

  test('at the beginning where somebody waits for it, and near where nobody does', async () => {
    const one = await lookedAtBefore();
    const lookedFrom = async () => {
      const { rows } = await billing.sql.query<{ from: Date | null }>(
        'SELECT looked_from AS from FROM stripe_customer WHERE id = $1',
        [one.customer],
      );
      return rows[0]!.from;
    };
    const look = foldCustomer({
      folds: billing.folds,
      stripe: billing.world.stripe,
      clock: billing.world.clock,
      newId,
    });
    await one.hear({ before: 60, age: 1_800 });
    await look(one.customer, { lane: 'money', traceparent: null, isAwaited: false });
    const byNobody = await lookedFrom();
    await one.hear({ before: 50, age: 1_800 });
    await billing.world.settleCustomer(one.customer, 'money');

    expect([byNobody !== null, await lookedFrom()]).toEqual([true, null]);
  });

  test('at the beginning for whom nobody has looked at as a whole yet', async () => {
    const one = await listeningTo(billing, 'near-never@meridian.example');
    await one.hear({ before: 60, age: 1_800 });

    expect((await one.begin()).nearFrom).toBeNull();
  });

  test('where the next news is, once what was told is folded', async () => {
    const one = await lookedAtBefore();
    await one.hear({ type: 'charge.refunded', before: 60 });
    await one.hear({ before: 60, age: 3 * 3_600 });
    await one.commit(await one.begin(), plus(one.lookedAt, -30_000));
    await one.hear({ before: 20, age: 1_800 });

    expect((await one.begin()).nearFrom).toEqual(plus(one.lookedAt, -35 * MINUTE));
  });
});

describe('after a look at what is near, old news', () => {
  test('of what it has shown leads to no other look', async () => {
    const one = await lookedAtBefore();
    await one.lookNear();
    await one.hear({ before: 301, age: 1_800 });

    expect(await one.isDirty()).toBe(false);
  });

  test.each([
    {
      what: 'may belong to anything',
      told: { type: 'charge.refunded', before: 301, age: 400 },
    },
    { what: 'is of something older than it has shown', told: { before: 301, age: 3 * 3_600 } },
  ])('that $what leads to another', async ({ told }) => {
    const one = await lookedAtBefore();
    await one.lookNear();
    await one.hear(told);

    expect(await one.isDirty()).toBe(true);
  });

  test('of before the last look at everything leads to none, whatever it is', async () => {
    const one = await lookedAtBefore();
    await one.lookNear();
    await one.hear({ type: 'charge.refunded', before: 3_600 + 301 });

    expect(await one.isDirty()).toBe(false);
  });
});

describe('news during a look at what is near', () => {
  test.each([
    { what: 'is of what it shows', told: { before: 301, age: 1_800 }, isDirty: false },
    { what: 'is of something older', told: { before: 301, age: 3 * 3_600 }, isDirty: true },
    { what: 'may belong to anything', told: { type: 'charge.refunded', before: 301 }, isDirty: true },
  ])('that $what: leads to another, $isDirty', async ({ told, isDirty }) => {
    const one = await lookedAtBefore();
    const begun = await one.begin();
    await one.hear(told);
    await one.commit(begun, one.lookedAt, plus(one.lookedAt, -2 * HOUR));

    expect(await one.isDirty()).toBe(isDirty);
  });
});

test('a look that shows too little is followed by one at everything', async () => {
  const one = await lookedAtBefore();
  await one.hear({ before: 60, age: 1_800 });
  const begun = await one.begin();
  await one.commit(begun, one.lookedAt, plus(one.lookedAt, HOUR));

  expect(await one.isDirty()).toBe(true);
  expect((await one.begin()).nearFrom).toBeNull();
});

/** What an endpoint that hears only what is needed is told of a renewal and of money given back. */
const ofRenewals = [
  'customer.subscription.updated',
  'invoice.created',
  'invoice.paid',
  'invoice.updated',
  'charge.refunded',
] as const satisfies Types;

test('a renewal is seen by looks at what is near, and a refund of the year before by one at everything', async () => {
  const { webhookEndpoints } = billing.simulator.dashboard;
  for (const { id } of (await webhookEndpoints.list()).data)
    await webhookEndpoints.update(id, { enabled_events: [...ofRenewals] });
  await billing.simulator.webhooks({ mode: 'deliver' });
  const buyer = createBuyer(billing);
  const { subscription } = await buyer.buy('renews-near@meridian.example');
  const { id } = subscription;
  await billing.simulator.turnTo(plus(new Date(subscription.paidThrough ?? 0), 2 * HOUR));
  const looks = async () => {
    const { rows } = await billing.sql.query<{ near: boolean; charge: string; card: object | null }>(
      `SELECT c.looked_from IS NOT NULL AS near, s.card,
         (SELECT stripe_charge_id FROM charge WHERE subscription_id = s.id AND period_index = 0) AS charge
       FROM stripe_customer c JOIN subscription s ON s.stripe_customer_id = c.id WHERE s.id = $1`,
      [id],
    );
    return rows[0]!;
  };
  const renewed = await looks();
  expect(await buyer.paid(id)).toEqual(['100', '900']);
  await billing.simulator.dashboard.refunds.create({ charge: renewed.charge });
  await billing.simulator.turnTo(plus(await billing.simulator.now(), MINUTE));

  expect([renewed.near, renewed.card !== null]).toEqual([true, true]);
  expect((await buyer.charges(id)).map(({ refunded }) => refunded.amount)).toContain('100');
  expect((await looks()).near).toBe(false);
});
