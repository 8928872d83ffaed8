import Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './harness.ts';
import { makeOffer, subscribe } from './offer.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ webhooks: false });
});
afterEach(() => simulator.stop());

const plan = (fault: object, given: object = {}) => simulator.post('/_sim/faults', { fault, ...given });
const errorOf = (asked: Promise<unknown>): Promise<Stripe.errors.StripeError> =>
  asked.then(
    () => Promise.reject(new Error('it went well')),
    (error: Stripe.errors.StripeError) => error,
  );
const client = (options: Partial<ConstructorParameters<typeof Stripe>[1]> = {}) =>
  new Stripe('sk_sim_test', { host: '127.0.0.1', port: simulator.port, protocol: 'http', ...options });
const customers = async () => (await simulator.stripe.customers.list()).data.length;

describe('faults by request', () => {
  test('a conflict is tried again by the SDK and then goes well', async () => {
    await plan({ kind: 'conflict' });
    expect(await errorOf(simulator.stripe.customers.create({}))).toMatchObject({
      statusCode: 409,
      code: 'lock_timeout',
    });
    await plan({ kind: 'conflict' });
    await client().customers.create({});
    expect(await customers()).toBe(1);
  });

  test('too many requests says why and when to come back', async () => {
    await plan({ kind: 'rate-limit', retryAfter: 7, reason: 'endpoint-rate' });
    const error = await errorOf(simulator.stripe.customers.create({}));
    expect(error).toMatchObject({ type: 'StripeRateLimitError', statusCode: 429, code: 'rate_limit' });
    expect(error.headers).toMatchObject({
      'retry-after': '7',
      'stripe-rate-limited-reason': 'endpoint-rate',
    });
  });

  test('a server error is kept under its key, whether or not it had an effect', async () => {
    for (const effect of [false, true]) {
      await plan({ kind: 'server-error', effect });
      const options = { idempotencyKey: `broken-${effect}` };
      expect(await errorOf(simulator.stripe.customers.create({}, options))).toMatchObject({
        statusCode: 500,
      });
      expect(await errorOf(simulator.stripe.customers.create({}, options))).toMatchObject({
        statusCode: 500,
      });
      expect(await customers()).toBe(effect ? 1 : 0);
    }
  });

  test('a reset after the work: the retry under the same key finds it done', async () => {
    await plan({ kind: 'reset', effect: true });
    const customer = await client({ maxNetworkRetries: 1 }).customers.create({ email: 'a@b.example' });
    expect(customer.email).toBe('a@b.example');
    expect(await customers()).toBe(1);
  });

  test('a call that is never answered, with and without effect', async () => {
    for (const effect of [false, true]) {
      await plan({ kind: 'timeout', effect });
      const impatient = client({ timeout: 150, maxNetworkRetries: 0 });
      expect(await errorOf(impatient.customers.create({}))).toMatchObject({ type: 'StripeConnectionError' });
      expect(await customers()).toBe(effect ? 1 : 0);
    }
  });

  test('an answer comes late', async () => {
    await plan({ kind: 'latency', millis: 120 });
    const startedAt = performance.now();
    await simulator.stripe.customers.create({});
    expect(performance.now() - startedAt).toBeGreaterThan(100);
  });

  test('a wrong amount is echoed while the right one is kept', async () => {
    const { id } = await simulator.stripe.products.create({ name: 'Digital' });
    await plan({ kind: 'wrong-amount', by: 5 });
    const price = await simulator.stripe.prices.create({ product: id, currency: 'usd', unit_amount: 900 });
    expect(price.unit_amount).toBe(905);
    expect((await simulator.stripe.prices.retrieve(price.id)).unit_amount).toBe(900);
  });

  test('a fault meets only the calls that fit, only so often, and can be taken back', async () => {
    const { id } = await simulator.stripe.customers.create({});
    await plan({ kind: 'conflict' }, { method: 'POST', path: '/v1/customers/*/balance_transactions' });
    await simulator.stripe.customers.update(id, { name: 'Ada' });
    await plan({ kind: 'conflict' }, { method: 'GET', path: '/v1/customers/*', times: 2 });
    const read = () => simulator.stripe.customers.retrieve(id);
    await errorOf(read());
    await errorOf(read());
    await read();
    await plan({ kind: 'conflict' }, { times: 100 });
    const cleared = await fetch(`${simulator.url}/_sim/faults`, { method: 'DELETE' });
    expect(await cleared.json()).toEqual({ faults: [], limits: null });
    await read();
  });

  test('a wish that makes no sense is refused by name', async () => {
    expect(await plan({ kind: 'earthquake' })).toMatchObject({ status: 400 });
    expect(await plan({ kind: 'latency' })).toMatchObject({ status: 400 });
  });
});

describe("Stripe's own limits", () => {
  const ask = (path: string) =>
    fetch(`${simulator.url}${path}`, { headers: { authorization: 'Bearer sk_sim_test' } });
  const burst = async (path: string, times: number) => {
    const answers = await Promise.all(Array.from({ length: times }, () => ask(path)));
    return answers.filter(({ status }) => status === 429);
  };

  test('are off until switched on', async () => {
    expect(await burst('/v1/customers', 200)).toHaveLength(0);
  });

  test('25 a second at one endpoint, whichever object it is about', async () => {
    await simulator.post('/_sim/faults', { limits: true });
    const refused = await burst('/v1/customers', 30);
    expect(refused).toHaveLength(5);
    expect(refused[0]?.headers.get('stripe-rate-limited-reason')).toBe('endpoint-rate');
    expect(await burst('/v1/products', 25)).toHaveLength(0);
  });

  test('100 a second for the account', async () => {
    await simulator.post('/_sim/faults', { limits: { perEndpoint: 1_000 } });
    const refused = await burst('/v1/customers', 104);
    expect(refused).toHaveLength(4);
    expect(refused[0]?.headers.get('stripe-rate-limited-reason')).toBe('global-rate');
  });

  test('500 reads for each transaction of the last thirty days', async () => {
    await subscribe(simulator, await makeOffer(simulator.stripe));
    const roomy = { perEndpoint: 10_000, perAccount: 10_000, readsAtLeast: 3 };
    await simulator.post('/_sim/faults', { limits: { ...roomy, readsPerTransaction: 5 } });
    const refused = await burst('/v1/customers', 7);
    expect(refused).toHaveLength(2);
    expect(refused[0]?.headers.get('stripe-rate-limited-reason')).toBe('resource-specific');
  });
});
