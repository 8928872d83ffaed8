import { request as httpRequest } from 'node:http';
import Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './harness.ts';
import { DAY, makeOffer, openCheckout } from './offer.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ webhooks: false });
});
afterEach(() => simulator.stop());

type Sent = { method?: string; body?: string; headers?: Record<string, string> };

async function call(path: string, { method = 'POST', body, headers = {} }: Sent = {}) {
  const response = await fetch(`${simulator.url}${path}`, {
    method,
    ...(body === undefined ? {} : { body }),
    headers: {
      authorization: 'Bearer sk_sim_test',
      ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headers,
    },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, error: errorIn(text) };
}

const errorIn = (text: string) =>
  (JSON.parse(text) as { error?: { type: string; code?: string; param?: string; message: string } }).error;

describe('who may call', () => {
  test.each([
    ['without a key', {}, 401],
    ['with a live key', { authorization: 'Bearer sk_live_abc' }, 401],
    ['with another word', { authorization: 'Bearer hunter2' }, 401],
    ['with a test key', { authorization: 'Bearer sk_test_abc' }, 200],
    ['with the key as user', { authorization: `Basic ${btoa('sk_sim_abc:')}` }, 200],
  ])('%s', async (_name, headers, status) => {
    const response = await fetch(`${simulator.url}/v1/customers`, {
      headers: headers as Record<string, string>,
    });
    expect(response.status).toBe(status);
    if (status === 401) expect(await response.text()).not.toContain('sk_live_abc');
  });

  test('the SDK tells an authentication error', async () => {
    const { port } = simulator;
    const stranger = new Stripe('sk_live_x', { host: '127.0.0.1', port, protocol: 'http' });
    await expect(stranger.customers.list()).rejects.toMatchObject({ type: 'StripeAuthenticationError' });
  });

  test('an older API version is refused by name', async () => {
    const { status, error } = await call('/v1/customers', {
      method: 'GET',
      headers: { 'stripe-version': '2024-06-20' },
    });
    expect([status, error?.message.includes('2026-10-28.endive')]).toEqual([400, true]);
  });

  test('every answer carries its request id and the version', async () => {
    const { headers } = await call('/v1/customers', { method: 'GET' });
    expect(headers.get('request-id')).toMatch(/^req_\w{14}$/);
    expect(headers.get('stripe-version')).toBe('2026-10-28.endive');
  });

  test('every answer says the time of the clock that can be turned, as Stripe says its own', async () => {
    const { headers, text } = await call('/v1/customers', { body: 'name=Ada' });
    const { created } = JSON.parse(text) as { created: number };
    expect(headers.get('date')).toBe(new Date(created * 1_000).toUTCString());
  });

  test('there is nothing at an unknown address, and the error looks like Stripe', async () => {
    const { status, error } = await call('/v1/newspapers');
    expect([status, error?.type]).toEqual([404, 'invalid_request_error']);
    expect(error?.message).toContain('Unrecognized request URL (POST: /v1/newspapers)');
  });

  test('what Stripe has and the simulator has not is said to be so', async () => {
    const url = await call('/v1/quotes');
    expect([url.status, url.error?.message]).toEqual([404, expect.stringContaining('does not simulate it')]);
    const parameter = await call('/v1/customers', { body: 'source=tok_visa' });
    expect(parameter.error).toMatchObject({ code: 'not_simulated', param: 'source' });
  });
});

describe('idempotency keys', () => {
  const make = (key: string, body = 'name=Ada') =>
    call('/v1/customers', { body, headers: { 'idempotency-key': key } });

  test('the same call is answered again to the byte and done once', async () => {
    const [first, second] = [await make('one'), await make('one')];
    expect(second.text).toBe(first.text);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.headers.get('original-request')).toBe(first.headers.get('request-id'));
    expect((await simulator.stripe.customers.list()).data).toHaveLength(1);
    expect((await simulator.stripe.events.list()).data).toHaveLength(1);
  });

  test('another call under the same key is refused', async () => {
    await make('one');
    const { status, error } = await make('one', 'name=Ben');
    expect([status, error?.type]).toEqual([400, 'idempotency_error']);
  });

  test('twenty at once are done once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => make('one')));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await simulator.stripe.customers.list()).data).toHaveLength(1);
  });

  test('a key is forgotten after 24 hours of the virtual clock', async () => {
    await make('one');
    await simulator.turn(DAY - 1);
    expect((await make('one')).headers.get('idempotent-replayed')).toBe('true');
    await simulator.turn(1);
    expect((await make('one')).headers.get('idempotent-replayed')).toBeNull();
    expect((await simulator.stripe.customers.list()).data).toHaveLength(2);
  });

  test('parameters that were refused are not remembered, a declined card is', async () => {
    expect((await make('one', 'nmae=Ada')).status).toBe(400);
    expect((await make('one')).status).toBe(200);
    const customer = await simulator.stripe.customers.create({});
    const attach = () =>
      call('/v1/payment_methods/pm_card_chargeDeclined/attach', {
        body: `customer=${customer.id}`,
        headers: { 'idempotency-key': 'two' },
      });
    expect((await attach()).status).toBe(402);
    const again = await attach();
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([402, 'true']);
  });

  test('a key of more than 255 characters is refused', async () => {
    expect((await make('x'.repeat(256))).status).toBe(400);
  });
});

describe('lists', () => {
  test('are paged in both directions, newest first', async () => {
    const { stripe } = simulator;
    for (let count = 1; count <= 5; count += 1) await stripe.customers.create({ name: `c${count}` });
    const names = async (params: Stripe.CustomerListParams) => {
      const { data, has_more } = await stripe.customers.list(params);
      return [...data.map(({ name }) => name), has_more];
    };
    const all = (await stripe.customers.list()).data;
    expect(await names({ limit: 2 })).toEqual(['c5', 'c4', true]);
    expect(await names({ limit: 2, starting_after: all[1]?.id ?? '' })).toEqual(['c3', 'c2', true]);
    expect(await names({ limit: 2, starting_after: all[3]?.id ?? '' })).toEqual(['c1', false]);
    expect(await names({ limit: 2, ending_before: all[3]?.id ?? '' })).toEqual(['c4', 'c3', true]);
    const seen: string[] = [];
    for await (const { name } of stripe.customers.list({ limit: 2 })) seen.push(name ?? '');
    expect(seen).toEqual(['c5', 'c4', 'c3', 'c2', 'c1']);
  });

  test.each(['limit=0', 'limit=101', 'limit=many', 'starting_after=cus_nope', 'foo=1', 'created[near]=1'])(
    'refuse %s',
    async (query) => {
      const { status, error } = await call(`/v1/customers?${query}`, { method: 'GET' });
      expect([400, 404]).toContain(status);
      expect(error?.type).toBe('invalid_request_error');
    },
  );
});

describe('expand', () => {
  test('goes four levels deep and no further', async () => {
    const session = await openCheckout(simulator, await makeOffer(simulator.stripe));
    const ask = (path: string) =>
      call(`/v1/checkout/sessions/${session.id}?expand[]=${path}`, { method: 'GET' });
    expect((await ask('line_items.data.price.product')).text).toContain('"object": "product"');
    expect((await ask('line_items.data.price.product.default_price')).status).toBe(400);
    expect((await ask('nothing')).error?.message).toBe('This property cannot be expanded (nothing).');
    expect((await ask('mode')).status).toBe(400);
    expect((await ask('__proto__')).status).toBe(400);
  });
});

describe('hostile bodies', () => {
  test.each<[string, string]>([
    ['deep brackets', `metadata${'[a]'.repeat(5_000)}=1`],
    ['a prototype', '__proto__[admin]=1'],
    ['a nested prototype', 'metadata[__proto__]=1'],
    ['a constructor', 'metadata[constructor]=1'],
    ['ten thousand keys', Array.from({ length: 10_000 }, (_, index) => `metadata[k${index}]=1`).join('&')],
    ['broken brackets', 'metadata[a=1'],
    ['text and object', 'metadata=x&metadata[a]=1'],
    ['a list for a text', 'name[]=a&name[]=b'],
    ['an object for a list', 'preferred_locales[a]=b'],
    ['a very long text', `name=${'x'.repeat(6_000)}`],
  ])('%s', async (_name, body) => {
    const startedAt = performance.now();
    const { status, error } = await call('/v1/customers', { body });
    expect([status, error?.type]).toEqual([400, 'invalid_request_error']);
    expect(performance.now() - startedAt).toBeLessThan(500);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
    expect((await simulator.stripe.customers.list()).data).toEqual([]);
  });

  test('more than 1 MB', async () => {
    const { status, error } = await call('/v1/customers', { body: `name=${'x'.repeat(1_100_000)}` });
    expect([status, error?.type]).toEqual([413, 'invalid_request_error']);
  });

  test('a body that ends in the middle does no harm', async () => {
    await new Promise<void>((resolve) => {
      const req = httpRequest(`${simulator.url}/v1/customers`, {
        method: 'POST',
        headers: { authorization: 'Bearer sk_sim_test', 'content-length': '1000' },
      });
      req.on('error', () => resolve());
      req.write('name=A');
      setTimeout(() => req.destroy(), 50);
    });
    expect((await simulator.stripe.customers.list()).data).toEqual([]);
  });

  test('bytes that are no text', async () => {
    const response = await fetch(`${simulator.url}/v1/customers`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_sim_test' },
      body: new Uint8Array([0xff, 0xfe, 0x00, 0x25, 0x5b]),
    });
    expect(response.status).toBe(400);
  });
});

test('the levers of the simulator answer mistakes in plain words', async () => {
  for (const [path, body] of [
    ['/_sim/webhooks', { mode: 'explode' }],
    ['/_sim/next-charge', { customer: 'cus_nope', outcome: 'stolen_card' }],
    ['/_sim/disputes', { charge: 'ch_nope' }],
    ['/_sim/dunning', { retryDays: [-1], endAction: 'leave' }],
    ['/_sim/nothing', {}],
  ] as const) {
    const { status, body: answer } = await simulator.post(path, body);
    expect([400, 404]).toContain(status);
    expect(answer).toHaveProperty('error.message');
  }
});

test('health, readiness, metrics and the contract', async () => {
  const get = async (path: string) => (await fetch(`${simulator.url}${path}`)).text();
  expect(JSON.parse(await get('/healthz'))).toEqual({ ok: true });
  expect(JSON.parse(await get('/readyz'))).toEqual({ ready: true, failing: [] });
  expect(await get('/metrics')).toContain('simulator_webhooks_pending');
  const { openapi, paths } = JSON.parse(await get('/openapi.json')) as { openapi: string; paths: object };
  expect([openapi, Object.keys(paths).length > 40]).toEqual(['3.1.0', true]);
});

test('requests are listed with their status, and counted: all, and those that only look', async () => {
  const { id } = await simulator.stripe.customers.create({ name: 'Ada' });
  const before = await requests();
  await simulator.stripe.customers.retrieve(id);
  await call('/v1/quotes');
  const { count, reads, data } = await requests();
  expect([count - before.count, reads - before.reads]).toEqual([2, 1]);
  expect(data.map(({ method, path, status }) => [method, path, status])).toEqual([
    ['POST', '/v1/quotes', 404],
    ['GET', `/v1/customers/${id}`, 200],
    ['POST', '/v1/customers', 200],
  ]);
});

async function requests() {
  const response = await fetch(`${simulator.url}/_sim/requests`);
  return (await response.json()) as {
    count: number;
    reads: number;
    data: { method: string; path: string; status: number }[];
  };
}

test('everything can be forgotten', async () => {
  await simulator.stripe.customers.create({});
  expect((await simulator.post('/_sim/reset', {})).status).toBe(200);
  expect((await simulator.stripe.customers.list()).data).toEqual([]);
  expect((await simulator.stripe.events.list()).data).toEqual([]);
});
