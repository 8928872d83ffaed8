import { MINUTE, plus } from '@gatefold/kernel';
import { newId } from '@gatefold/service-kit';
import { anId } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { tie } from './looking.ts';
import { sumOf } from './two-people.ts';

let billing: Billing;
let nora: string;
let ben: string;
let bought = 0;
beforeAll(async () => {
  billing = await startBilling({ settings: { REFUND_LIMIT: '100' } });
  [nora, ben] = (await Promise.all(
    [1, 2].map(async (who) => `Bearer ${await billing.readerToken(anId(who), { role: 'finance' })}`),
  )) as [string, string];
});
afterAll(() => billing.close());

const post = (who: string, where: string, body: object) =>
  billing.api.post(where).set('authorization', who).set('idempotency-key', newId()).send(body);
const look = async (where: string) =>
  (await billing.api.get(where).set('authorization', nora).expect(200)).body;
const cents = (amount: string) => ({ amount, currency: 'USD' });
const decide = (id: string, verdict: string) =>
  post(ben, `/v1/approval-requests/${id}/verdict`, { verdict, note: 'as agreed' });

/** A reader who has just paid a dollar. */
async function subscribed() {
  bought += 1;
  const email = `reader${bought}@meridian.example`;
  const { subscription } = await createBuyer(billing).buy(email);
  const { rows } = await billing.sql.query<{ customer: string; charge: string; paid: string }>(
    `SELECT s.stripe_customer_id AS customer, c.id AS charge, c.stripe_charge_id AS paid
     FROM subscription s JOIN charge c ON c.subscription_id = s.id WHERE s.id = $1`,
    [subscription.id],
  );
  return { id: subscription.id, claim: { email, orderNumber: subscription.orderNumber }, ...rows[0]! };
}
type Subscribed = Awaited<ReturnType<typeof subscribed>>;

/** What has gone back of a payment, as Stripe knows it. */
const backOf = async ({ paid }: Subscribed) =>
  sumOf((await billing.simulator.dashboard.refunds.list({ charge: paid })).data);

/** While `deed` runs Stripe hears nothing of this customer: what they wanted before waits for its next try. */
async function untold<T>({ customer }: Subscribed, deed: () => Promise<T>): Promise<T> {
  const id = newId();
  await billing.sql.query(
    `INSERT INTO stripe_call (id, key, kind, customer_id, params, state, requested_at, next_try_at)
     VALUES ($1, $2, 'hold-invoice', $3, '{}', 'wanted', now(), now() + interval '1 day')`,
    [id, `held:${id}`, customer],
  );
  try {
    return await deed();
  } finally {
    await billing.sql.query('DELETE FROM stripe_call WHERE id = $1', [id]);
  }
}

const settled = async (of: Subscribed) => {
  await billing.simulator.turnTo(plus(await billing.simulator.now(), MINUTE));
  await createBuyer(billing).as('get', `/v1/subscriptions/${of.id}`);
};

describe('thirty cents of a dollar that are on their way back', () => {
  const refund = async ({ charge }: Subscribed) => {
    const body = { amount: cents('30'), reason: 'goodwill' };
    const sent = await post(nora, `/v1/charges/${charge}/refund`, body).expect(201);
    expect(sent.body).toMatchObject({ status: 'pending' });
  };

  test('are not given back again by who ends it at once, as quoted', async () => {
    const of = await subscribed();
    const before = await look(`/v1/subscriptions/${of.id}/cancel-now`);
    expect(before.refund).toEqual(cents('100'));

    await untold(of, async () => {
      await refund(of);
      const outdated = await post(nora, `/v1/subscriptions/${of.id}/cancel-now`, before);
      expect(outdated.body).toMatchObject({ code: 'quote-outdated', refund: '70' });
      const quote = await look(`/v1/subscriptions/${of.id}/cancel-now`);
      expect(quote).toMatchObject({ refund: cents('70'), isAlone: true });
      await post(nora, `/v1/subscriptions/${of.id}/cancel-now`, quote).expect(200);
      expect(await backOf(of)).toBe(0);
    });

    await settled(of);
    expect(await backOf(of)).toBe(100);
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  }, 60_000);

  test('are not given back again by who withdraws, as quoted', async () => {
    const of = await subscribed();

    await untold(of, async () => {
      await refund(of);
      const quote = (await post(nora, '/v1/withdrawals/quote', of.claim).expect(200)).body;
      expect(quote.refund).toEqual(cents('70'));
      await post(nora, '/v1/withdrawals', { ...of.claim, quote }).expect(200);
    });

    await settled(of);
    expect(await backOf(of)).toBe(100);
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  }, 60_000);

  test('take no more off another plan than is left, and end nothing', async () => {
    const of = await subscribed();

    await untold(of, async () => {
      await refund(of);
      const { due } = await look(`/v1/subscriptions/${of.id}/skip-intro`);
      expect(due).toEqual(cents('830'));
    });

    await settled(of);
    expect(await look(`/v1/subscriptions/${of.id}`)).toMatchObject({ phase: 'intro', endReason: null });
  }, 60_000);
});

describe('what waits for a second person is not on its way', () => {
  test('and ends with the rest of the payment when it is ended at once: quoted and given to the cent', async () => {
    const of = await subscribed();
    const asked = await post(nora, `/v1/charges/${of.charge}/refund-requests`, {
      amount: cents('60'),
      reason: 'goodwill',
    }).expect(201);

    const quote = await look(`/v1/subscriptions/${of.id}/cancel-now`);
    expect(quote.refund).toEqual(cents('100'));
    await post(nora, `/v1/subscriptions/${of.id}/cancel-now`, quote).expect(200);
    expect((await decide(asked.body.id, 'approved')).body.code).toBe('refund-exceeds-payment');

    expect(await look(`/v1/approval-requests/${asked.body.id}`)).toMatchObject({
      outcome: 'missing',
      obstacle: 'refund-exceeds-payment',
    });
    expect(await backOf(of)).toBe(100);
  }, 60_000);

  test('and an ending that waits is not done with more than is left when it is approved', async () => {
    const of = await subscribed();
    const quote = await look(`/v1/subscriptions/${of.id}/cancel-now`);
    const asked = await post(nora, `/v1/subscriptions/${of.id}/cancel-now-requests`, {
      ...quote,
      reason: 'they have moved',
    }).expect(201);

    await untold(of, async () => {
      const body = { amount: cents('30'), reason: 'goodwill' };
      await post(nora, `/v1/charges/${of.charge}/refund`, body).expect(201);
      expect((await decide(asked.body.id, 'approved')).body.code).toBe('quote-outdated');
    });

    await settled(of);
    expect(await backOf(of)).toBe(30);
  }, 60_000);
});
