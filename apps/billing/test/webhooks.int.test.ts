import { createHmac } from 'node:crypto';
import { toUnix } from '@gatefold/kernel';
import { eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { OTHER_SECRET, SECRET, startBilling, type Billing } from './harness.ts';

/** Nothing is left to be folded of them, or to be told. */
const SETTLED = `
  SELECT 1 FROM stripe_customer c WHERE id = $1 AND generation = folded_generation
    AND NOT EXISTS (SELECT FROM stripe_call WHERE customer_id = c.id AND state = 'wanted')`;

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

describe('a webhook', () => {
  const event = (id: string, more: object = {}): string =>
    JSON.stringify({
      id,
      object: 'event',
      type: 'customer.updated',
      created: 1_770_000_000,
      livemode: false,
      data: { object: { id: 'cus_stranger', object: 'customer' } },
      ...more,
    });
  const sign = (body: string, { secret = SECRET, at = Date.now() / 1_000 } = {}): string => {
    const time = Math.floor(at);
    return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`;
  };
  const send = (body: string, signature: string | null) => {
    const call = billing.api.post('/webhooks/stripe').set('content-type', 'application/json');
    return (signature === null ? call : call.set('stripe-signature', signature)).send(body);
  };
  const isKept = async (id: string): Promise<boolean> =>
    ((await billing.sql.query('SELECT 1 FROM inbox WHERE event_id = $1', [id])).rowCount ?? 0) > 0;

  test('is kept once, however often it comes, and under either secret', async () => {
    const body = event('evt_twice');
    await send(body, sign(body)).expect(200);
    await send(body, sign(body, { secret: OTHER_SECRET })).expect(200);

    const { rows } = await billing.sql.query<{ payload: Buffer; generation: string }>(
      `SELECT payload, generation FROM inbox JOIN stripe_customer c ON c.id = customer_id WHERE event_id = 'evt_twice'`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.generation).toBe('1');
    expect(rows[0]?.payload.toString('utf8')).not.toContain('cus_stranger');
  });

  test('case 30: is known again by its own id, not by that of what it is about: an early one hides no later one', async () => {
    const about = (id: string) => event(id, { data: { object: { id: 'cus_early', object: 'customer' } } });
    for (const id of ['evt_early', 'evt_completed', 'evt_early'])
      await send(about(id), sign(about(id))).expect(200);

    const { rows } = await billing.sql.query<{ generation: string }>(
      `SELECT generation FROM stripe_customer WHERE id = 'cus_early'`,
    );
    expect([await isKept('evt_early'), await isKept('evt_completed'), rows]).toEqual([
      true,
      true,
      [{ generation: '2' }],
    ]);
  });

  test('of a type that we do not know is kept and answered, so that Stripe does not send it for days', async () => {
    const body = event('evt_unknown_type', { type: 'moon.landed' });
    await send(body, sign(body)).expect(200);

    expect(await isKept('evt_unknown_type')).toBe(true);
  });

  test('that only comes along with news is kept, and nobody is looked at because of it', async () => {
    const about = (id: string, type: string) =>
      event(id, { type, data: { object: { id: 'ch_1', object: 'charge', customer: 'cus_along' } } });
    const known = async () =>
      (await billing.sql.query(`SELECT generation FROM stripe_customer WHERE id = 'cus_along'`)).rows;
    const along = about('evt_along', 'charge.succeeded');
    await send(along, sign(along)).expect(200);
    const before = await known();
    const news = about('evt_news', 'charge.refunded');
    await send(news, sign(news)).expect(200);

    expect([await isKept('evt_along'), before, await known()]).toEqual([true, [], [{ generation: '1' }]]);
  });

  test('about a dispute, which names a charge and no customer, is news of whoever paid', async () => {
    const { subscription } = await buyer.buy('dispute-news@meridian.example');
    const { rows } = await billing.sql.query<{ charge: string; customer: string; generation: string }>(
      `SELECT ch.stripe_charge_id AS charge, c.id AS customer, c.generation
       FROM charge ch JOIN subscription s ON s.id = ch.subscription_id JOIN stripe_customer c ON c.id = s.stripe_customer_id
       WHERE s.id = $1 AND ch.stripe_charge_id IS NOT NULL`,
      [subscription.id],
    );
    const { charge, customer, generation } = rows[0]!;
    const body = event('evt_dispute_closed', {
      type: 'charge.dispute.closed',
      data: { object: { id: 'dp_1', object: 'dispute', charge } },
    });
    await send(body, sign(body)).expect(200);

    const after = await billing.sql.query<{ generation: string }>(
      'SELECT generation FROM stripe_customer WHERE id = $1',
      [customer],
    );
    expect(Number(after.rows[0]?.generation)).toBeGreaterThan(Number(generation));
  });

  test('of what a later look at Stripe has shown is kept and leads to no other look', async () => {
    await billing.simulator.webhooks({ mode: 'drop' });
    const before = await billing.simulator.now();
    const { subscription } = await buyer.buy('late-news@meridian.example');
    const after = await billing.simulator.now();
    const { rows } = await billing.sql.query<{ customer: string }>(
      'SELECT stripe_customer_id AS customer FROM subscription WHERE id = $1',
      [subscription.id],
    );
    const { customer } = rows[0]!;
    await eventually(async () => (await billing.sql.query(SETTLED, [customer])).rowCount === 1);
    const look = async () => {
      const found = await billing.sql.query<{ at: Date; generation: string }>(
        'SELECT looked_at AS at, generation FROM stripe_customer WHERE id = $1',
        [customer],
      );
      return { at: toUnix(found.rows[0]!.at), generation: Number(found.rows[0]!.generation) };
    };
    const hear = async (id: string, created: number) => {
      const news = { data: { object: { id: 'in_1', object: 'invoice', customer } }, type: 'invoice.paid' };
      const body = event(id, { ...news, created });
      await send(body, sign(body)).expect(200);
      return { isKept: await isKept(id), generation: (await look()).generation };
    };
    const { at: lookedAt, generation } = await look();
    const longBefore = await hear('evt_long_before_the_look', lookedAt - 301);
    const justBefore = await hear('evt_just_before_the_look', lookedAt - 299);
    await billing.simulator.webhooks({ mode: 'deliver' });

    expect(lookedAt).toBeGreaterThanOrEqual(toUnix(before));
    expect(lookedAt).toBeLessThanOrEqual(toUnix(after));
    expect(longBefore).toEqual({ isKept: true, generation });
    expect(justBefore).toEqual({ isKept: true, generation: generation + 1 });
  });

  const now = Date.now() / 1_000;
  test.each([
    ['without a signature', 'evt_1', () => null, 'webhook-signature-invalid'],
    [
      'signed by somebody else',
      'evt_2',
      (body: string) => sign(body, { secret: 'whsec_of_a_stranger' }),
      'webhook-signature-invalid',
    ],
    [
      'that is six minutes old',
      'evt_3',
      (body: string) => sign(body, { at: now - 360 }),
      'webhook-signature-invalid',
    ],
    [
      'that comes six minutes early',
      'evt_4',
      (body: string) => sign(body, { at: now + 360 }),
      'webhook-signature-invalid',
    ],
    ['whose body was changed', 'evt_5', (body: string) => sign(`${body} `), 'webhook-signature-invalid'],
    ['with a header of rubbish', 'evt_6', () => 't=,v1=,,=;', 'webhook-signature-invalid'],
    [
      'with a signature of the wrong length',
      'evt_7',
      () => `t=${Math.floor(now)},v1=00`,
      'webhook-signature-invalid',
    ],
  ] as const)('%s is refused and leaves no trace', async (_, id, signature, code) => {
    const body = event(id);
    const answer = await send(body, signature(body)).expect(400);

    expect(answer.body.code).toBe(code);
    expect(answer.type).toBe('application/problem+json');
    expect(await isKept(id)).toBe(false);
  });

  test.each([
    ['that is no JSON', 'not json at all', 'webhook-malformed'],
    ['that is no event', JSON.stringify({ id: 'evt_8', object: 'charge' }), 'webhook-malformed'],
    ['with an id that is no event’s', event('sub_1'), 'webhook-malformed'],
    ['of the live mode', event('evt_9', { livemode: true }), 'webhook-mode-mismatch'],
    ['without any body', '', 'webhook-malformed'],
  ])('%s is refused, even when it is signed', async (_, body, code) => {
    const answer = await send(body, sign(body)).expect(400);

    expect(answer.body.code).toBe(code);
  });

  test('of more than a megabyte is not even read to its end', async () => {
    const body = event('evt_large', { padding: 'x'.repeat(1_100_000) });
    const answer = await send(body, sign(body));

    expect(answer.status).toBe(413);
    expect(await isKept('evt_large')).toBe(false);
  });
});
