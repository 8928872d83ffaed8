import type Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './harness.ts';
import { DAY, HOUR, makeOffer, subscribe } from './offer.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(() => simulator.stop());

const make = (name: string) => simulator.stripe.customers.create({ name });
const names = (): unknown[] =>
  (simulator.receiver?.received ?? []).map(({ event }) => (event.data.object as { name?: string }).name);
const mode = (body: object) => simulator.post('/_sim/webhooks', body);
const settled = () => simulator.turn(0);

test('are signed so that the real package believes them', async () => {
  await make('a');
  await settled();
  expect([names(), simulator.receiver?.forged]).toEqual([['a'], []]);
  const header = String(simulator.receiver?.received[0]?.headers['stripe-signature']);
  const signedAt = Number(/t=(\d+)/.exec(header)?.[1]);
  // Machine time, although the virtual clock stands months away.
  expect(Math.abs(signedAt - Date.now() / 1_000)).toBeLessThan(60);
});

test('dropped ones come when all are sent again, and only once', async () => {
  await mode({ mode: 'drop' });
  await make('a');
  await make('b');
  await simulator.turn(3 * DAY);
  expect(names()).toEqual([]);
  await mode({ mode: 'deliver' });
  await make('c');
  const { body } = await mode({ resend: 'all' });
  expect(body['resent']).toBe(2);
  await settled();
  expect(names().sort()).toEqual(['a', 'b', 'c']);
  await mode({ resend: 'everything' });
  expect(names()).toHaveLength(6);
});

test('one event is sent again by its id', async () => {
  await make('a');
  await settled();
  await mode({ resend: { event: simulator.receiver?.received[0]?.event.id } });
  expect(names()).toEqual(['a', 'a']);
});

test('duplicates carry the same event id', async () => {
  await mode({ mode: 'duplicate', times: 3 });
  await make('a');
  await settled();
  expect(names()).toEqual(['a', 'a', 'a']);
  expect(new Set(simulator.receiver?.received.map(({ event }) => event.id)).size).toBe(1);
});

test('delayed ones come when the virtual clock says so', async () => {
  await mode({ mode: 'delay', seconds: HOUR });
  await make('a');
  await simulator.turn(HOUR - 1);
  expect(names()).toEqual([]);
  await simulator.turn(1);
  expect(names()).toEqual(['a']);
});

test('shuffled ones all come, in another order', async () => {
  await mode({ mode: 'drop' });
  const order = Array.from({ length: 20 }, (_, index) => `n${index}`);
  for (const name of order) await make(name);
  await mode({ mode: 'shuffle' });
  await mode({ resend: 'all' });
  expect(names()).not.toEqual(order);
  expect([...names()].sort()).toEqual([...order].sort());
});

test('are tried again for three days, ever later, and then given up', async () => {
  simulator.receiver?.answers(503);
  await make('a');
  await settled();
  expect(names()).toHaveLength(1);
  await simulator.turn(5 * 60);
  expect(names()).toHaveLength(2);
  await simulator.turn(7 * DAY);
  expect(names()).toHaveLength(10);
  const { deliveries } = (await (await fetch(`${simulator.url}/_sim/webhooks`)).json()) as {
    deliveries: object;
  };
  expect(deliveries).toEqual({ failed: 1 });
});

test('a redirect is a failure, and attempts can be looked at', async () => {
  simulator.receiver?.answers(302);
  await make('a');
  await settled();
  simulator.receiver?.answers(200);
  await simulator.turn(HOUR);
  const { attempts } = (await (await fetch(`${simulator.url}/_sim/webhooks`)).json()) as {
    attempts: { status: number; state: string }[];
  };
  expect(attempts.map(({ status }) => status)).toEqual([200, 302]);
});

test('only what an endpoint asked for is sent to it', async () => {
  const { stripe, receiver } = simulator;
  const [all] = (await stripe.webhookEndpoints.list()).data;
  await stripe.webhookEndpoints.update(all?.id ?? '', { enabled_events: ['product.created'] });
  await make('a');
  await stripe.products.create({ name: 'p' });
  await settled();
  expect(receiver?.types()).toEqual(['product.created']);
  await stripe.webhookEndpoints.update(all?.id ?? '', { disabled: true });
  await stripe.products.create({ name: 'q' });
  await settled();
  expect(receiver?.types()).toEqual(['product.created']);
});

test('a receiver that does not answer holds nothing up for ever', async () => {
  const { stripe } = simulator;
  await stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:9/', enabled_events: ['*'] });
  await make('a');
  const { body } = await simulator.turn(60);
  expect(body['dropped']).toEqual([]);
  expect(names()).toEqual(['a']);
});

describe('webhooks that nobody should believe, or too many of them', () => {
  const types = () => simulator.receiver?.types() ?? [];

  test('a flood brings every event many times', async () => {
    await simulator.post('/_sim/webhooks', { mode: 'flood', times: 50 });
    await simulator.stripe.customers.create({});
    await simulator.turn(0);
    expect(types()).toEqual(Array(50).fill('customer.created'));
  });

  test('an event of another account names it, and nothing that can be found', async () => {
    const { id } = await simulator.stripe.customers.create({});
    await simulator.turn(0);
    await simulator.post('/_sim/webhooks/strange', { as: 'foreign-account' });
    const strange = simulator.receiver?.received.at(-1)?.event as Stripe.Event;
    expect(strange.account).toMatch(/^acct_/);
    const named = (strange.data.object as Stripe.Customer).id;
    expect(named).not.toBe(id);
    await expect(simulator.stripe.customers.retrieve(named)).rejects.toMatchObject({ statusCode: 404 });
    expect((await simulator.stripe.events.list()).data).toHaveLength(1);
  });

  test('an event in an older shape says its version', async () => {
    await subscribe(simulator, await makeOffer(simulator.stripe));
    await simulator.turn(0);
    const [created] = (await simulator.stripe.events.list({ type: 'customer.subscription.created' })).data;
    await simulator.post('/_sim/webhooks/strange', { as: 'older-version', event: created?.id });
    const strange = simulator.receiver?.received.at(-1)?.event as Stripe.Event;
    expect(strange.api_version).toBe('2024-06-20');
    expect(strange.data.object).toHaveProperty('current_period_end');
  });

  test('a rolled secret: both sign until the old one is over', async () => {
    const [endpoint] = (await simulator.stripe.webhookEndpoints.list()).data;
    const rolled = await simulator.post('/_sim/webhooks/roll', { endpoint: endpoint?.id, seconds: 60 });
    expect(rolled.body['secret']).toMatch(/^whsec_/);
    await simulator.stripe.customers.create({});
    await simulator.turn(0);
    const header = String(simulator.receiver?.received.at(-1)?.headers['stripe-signature']);
    expect(header.match(/v1=/g)).toHaveLength(2);
    await simulator.turn(61);
    await simulator.stripe.customers.create({});
    await simulator.turn(0);
    // The receiver knows the old secret only.
    expect(simulator.receiver?.received).toHaveLength(1);
    expect(simulator.receiver?.forged).toHaveLength(1);
  });
});

describe('a draft waits for its creation to be acknowledged', () => {
  const renewal = async (): Promise<string> => {
    await subscribe(simulator, await makeOffer(simulator.stripe));
    await simulator.turn(28 * DAY);
    const { data } = await simulator.stripe.invoices.list({ status: 'draft' });
    return data[0]?.id ?? '';
  };
  const statusOf = async (id: string) => (await simulator.stripe.invoices.retrieve(id)).status;

  test('for as long as an endpoint fails, three days at most', async () => {
    simulator.receiver?.answers(503);
    const id = await renewal();
    await simulator.turn(3 * DAY - 1);
    expect(await statusOf(id)).toBe('draft');
    await simulator.turn(1);
    expect(await statusOf(id)).toBe('paid');
  });

  test('and an hour more, in which it can be changed', async () => {
    simulator.receiver?.answers(503);
    const id = await renewal();
    await simulator.turn(35 * 60 - 1);
    simulator.receiver?.answers(200);
    // The third attempt arrives.
    await simulator.turn(1);
    await simulator.turn(HOUR - 1);
    expect(await statusOf(id)).toBe('draft');
    await simulator.turn(1);
    expect(await statusOf(id)).toBe('paid');
  });

  test('not when the endpoint is removed: then the next attempt finds nobody', async () => {
    simulator.receiver?.answers(503);
    const id = await renewal();
    const [endpoint] = (await simulator.stripe.webhookEndpoints.list()).data;
    await simulator.stripe.webhookEndpoints.del(endpoint?.id ?? '');
    await simulator.turn(5 * 60 + HOUR);
    expect(await statusOf(id)).toBe('paid');
  });

  test.each([{ mode: 'drop' }, { mode: 'delay', seconds: 2 * DAY }])(
    'but what we $mode by request holds nothing',
    async (how) => {
      await mode(how);
      const id = await renewal();
      await simulator.turn(HOUR);
      expect(await statusOf(id)).toBe('paid');
    },
  );
});
