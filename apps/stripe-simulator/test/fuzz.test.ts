import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dice, fuzzedCall, routes } from './fuzz.ts';
import { startSimulator, type Simulator } from './harness.ts';
import { makeOffer, openCheckout, subscribe } from './offer.ts';

/** `FUZZ_CASES=200` is the campaign's; a failure is played again with `FUZZ_SEED`. */
const CASES = Number(process.env['FUZZ_CASES'] ?? 6);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_028);

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ webhooks: false });
});
afterEach(() => simulator.stop());

/** A world with something of everything, and the ids in it. */
async function population(): Promise<string[]> {
  const { stripe } = simulator;
  const offer = await makeOffer(stripe);
  const { customer, subscription } = await subscribe(simulator, offer);
  await openCheckout(simulator, offer);
  await stripe.subscriptionSchedules.create({ from_subscription: subscription });
  await stripe.testHelpers.testClocks.create({ frozen_time: 1_900_000_000 });
  await stripe.taxRates.create({ display_name: 'VAT', percentage: 7, inclusive: false });
  await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: offer.coupon.id } });
  await stripe.paymentIntents.create({ amount: 500, currency: 'usd', customer: customer.id });
  await stripe.setupIntents.create({ customer: customer.id });
  await stripe.invoiceItems.create({ customer: customer.id, amount: 100, currency: 'usd' });
  await stripe.invoices.create({ customer: customer.id });
  await stripe.entitlements.features.create({ lookup_key: 'a', name: 'A' });
  await stripe.billingPortal.sessions.create({ customer: customer.id });
  const state = (await (await fetch(`${simulator.url}/_sim/state`)).json()) as { objects: { id: string }[] };
  return state.objects.map(({ id }) => id);
}

async function send({ method, path, body }: ReturnType<typeof fuzzedCall>) {
  const isPost = method === 'POST';
  const response = await fetch(`${simulator.url}${path}${isPost || body === '' ? '' : `?${body}`}`, {
    method,
    headers: {
      authorization: 'Bearer sk_sim_fuzz',
      ...(isPost ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    },
    ...(isPost ? { body } : {}),
  });
  return { status: response.status, text: await response.text() };
}

test(
  `${CASES} made-up calls of each of the ${routes.length} calls: none breaks the simulator (seed ${SEED})`,
  { timeout: 3_600_000 },
  async () => {
    const known = await population();
    const broken: string[] = [];
    const statuses = new Map<number, number>();
    for (const [index, route] of routes.entries()) {
      const roll = dice(SEED + index);
      for (let count = 0; count < CASES; count += 1) {
        const call = fuzzedCall(route, roll, known);
        const { status, text } = await send(call);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status >= 500 || !isAnswer(text))
          broken.push(`${status} ${call.method} ${call.path} ${call.body.slice(0, 300)}`);
      }
    }
    expect(broken).toEqual([]);
    // Calls must come further than the door: otherwise nothing was tried.
    expect(statuses.get(200) ?? 0).toBeGreaterThan((routes.length * CASES) / 12);
    // Whatever was made of all that can still be turned, listed and read.
    expect((await simulator.turn(400 * 86_400)).status).toBe(200);
    for (const { status, text } of await Promise.all(listed()))
      expect([status, text.slice(0, 200)]).toEqual([200, expect.any(String)]);
  },
);

const listed = () =>
  routes
    .filter(
      ({ method, path }) =>
        method === 'get' &&
        !path.includes(':') &&
        !/search|preview|active_entitlements|subscription_items$|v1\/balance$/.test(path),
    )
    .map(({ path }) => send({ method: 'GET', path, body: 'limit=100' }));

function isAnswer(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

describe('input that is meant to hurt', () => {
  const post = (path: string, body: string) => send({ method: 'POST', path, body });

  test.each([
    ['more than 1 MB', `name=${'x'.repeat(1_100_000)}`, 413],
    [
      'ten thousand keys',
      Array.from({ length: 10_000 }, (_, index) => `metadata[k${index}]=x`).join('&'),
      400,
    ],
    ['deep brackets', `metadata${'[a]'.repeat(5_000)}=x`, 400],
    ['__proto__', 'metadata[__proto__][polluted]=yes', 400],
    ['a constructor', 'constructor[prototype][polluted]=yes', 400],
  ])('%s: refused quickly, nothing is made', async (_name, body, status) => {
    const startedAt = performance.now();
    expect((await post('/v1/customers', body)).status).toBe(status);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect((await simulator.stripe.customers.list()).data).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('what is refused half way leaves nothing half made', async () => {
    const { stripe } = simulator;
    const price = await stripe.prices.create({
      currency: 'usd',
      unit_amount: 900,
      recurring: { interval: 'month' },
      product_data: { name: 'x' },
    });
    const { id } = await stripe.customers.create({});
    const events = (await stripe.events.list()).data.length;
    const refused = stripe.subscriptions.create({
      customer: id,
      items: [{ price: price.id }],
      payment_behavior: 'error_if_incomplete',
    });
    await expect(refused).rejects.toMatchObject({ statusCode: expect.any(Number) });
    expect((await stripe.subscriptions.list({ status: 'all' })).data).toEqual([]);
    expect((await stripe.invoices.list()).data).toEqual([]);
    expect((await stripe.events.list()).data).toHaveLength(events);
  });
});
