import { DAY, HOUR, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { promotions } from './paper.ts';
import { createBuyer, type Answer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';

const PERIOD = 28 * DAY;
const [promotion] = promotions;
const consent = { version: promotion!.consent.version, accepted: true };

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

const codeOf = ({ body }: { body: object }) => (body as { code?: string }).code;

describe('a promotion code', () => {
  test('is read with its own terms, and what it promises is charged thirteen times', async () => {
    const shown = await billing.api.get('/v1/offers/digital/promoted?code=harbour').expect(200);
    expect((shown.body as { phases: { amount: object }[] }).phases[1]?.amount).toEqual({
      amount: '700',
      currency: 'USD',
    });
    const email = 'code@meridian.example';
    const opened = await buyer.open({ email, code: 'harbour', consent }).expect(201);
    const { id, url } = opened.body as { id: string; url: string };
    await buyer.pay(url, undefined, email);
    const { body } = await buyer.complete(id);
    const { subscription } = body as { subscription: Answer };
    const start = plus(new Date(subscription.paidThrough ?? 0), -PERIOD);
    await billing.simulator.turnTo(plus(start, 14 * PERIOD + 2 * HOUR));
    expect(await buyer.paid(subscription.id)).toEqual(['100', ...Array<string>(13).fill('700'), '1500']);
  }, 60_000);

  test('that nobody gave out, or with other terms than its own, buys nothing', async () => {
    const email = 'wrong@meridian.example';
    expect(codeOf(await buyer.open({ email, code: 'NOTHING', consent }))).toBe('promotion-not-valid');
    expect(codeOf(await buyer.open({ email, code: 'HARBOUR' }))).toBe('consent-outdated');
    expect(codeOf(await billing.api.get('/v1/offers/reading/promoted?code=HARBOUR'))).toBe(
      'promotion-not-valid',
    );
  });

  test('that the last one has used is over for the next', async () => {
    const { data } = await billing.simulator.dashboard.coupons.list({ limit: 100 });
    const coupon = data.find(({ id }) => id.endsWith('-HARBOUR'));
    expect(coupon).toMatchObject({ max_redemptions: promotion!.cap, times_redeemed: 1 });
    await billing.simulator.dashboard.coupons.del(coupon!.id);
    await billing.simulator.dashboard.coupons.create({
      id: coupon!.id,
      amount_off: 800,
      currency: 'usd',
      duration: 'repeating',
      duration_in_months: 12,
      max_redemptions: 1,
    });
    const customer = await billing.simulator.dashboard.customers.create({});
    const { data: prices } = await billing.simulator.dashboard.prices.list({
      lookup_keys: ['digital-v1-list'],
    });
    await billing.simulator.dashboard.subscriptions.create({
      customer: customer.id,
      items: [{ price: prices[0]!.id }],
      discounts: [{ coupon: coupon!.id }],
      trial_period_days: 28,
    });

    const refused = await buyer.open({ email: 'late@meridian.example', code: 'HARBOUR', consent });
    expect(codeOf(refused)).toBe('promotion-not-valid');
  });
});

test('whoever chooses another offer of the same product is not sent to the page of the first', async () => {
  const email = 'chooses@meridian.example';
  const first = (await buyer.open({ email }).expect(201)).body as { id: string; url: string };
  const other = { version: 'reading-v1-2026-03', accepted: true };
  const second = (await buyer.open({ email, offer: 'reading', consent: other }).expect(201)).body as {
    id: string;
    url: string;
  };
  expect(second.id).not.toBe(first.id);
  await expect(buyer.pay(first.url, undefined, email)).rejects.toThrow();
  await buyer.pay(second.url, undefined, email);
  const { body } = await buyer.complete(second.id);
  expect((body as { subscription: { offer: string } }).subscription.offer).toBe('reading');
});
