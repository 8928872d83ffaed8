import { createHmac, randomUUID } from 'node:crypto';
import { DAY, HOUR, plus, toUnix } from '@gatefold/kernel';
import { newId } from '@gatefold/service-kit';
import { anId, eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from './paper.ts';
import { fold } from '../src/domain/fold.ts';
import { nothingNew } from '../src/domain/gift.ts';
import { createBuyer } from './buying.ts';
import { OTHER_SECRET, SECRET, startBilling, type Billing } from './harness.ts';
import { typesOf } from './looking.ts';

const PERIOD = 28 * DAY;
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

describe('a checkout', () => {
  test('twenty at once for one address open one page', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => buyer.open({ email: 'Crowd@Meridian.example' })),
    );

    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(new Set(answers.map(({ body }) => body.readerId)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
  });

  test('of one reader is answered again while it is open, and refused once it is paid', async () => {
    const { readerId } = (await buyer.buy('owner@meridian.example')) as { readerId: string };
    const again = await buyer.as('post', '/v1/checkouts', {
      readerId,
      offer: 'digital',
      returnTo: '/',
      consent: { version: catalogue[0]!.consent.version, accepted: true },
    });

    expect([again.status, again.body.code]).toEqual([409, 'already-subscribed']);
  });

  test('with the same Idempotency-Key answers the same, and refuses another request under it', async () => {
    const key = randomUUID();
    const first = await buyer.open({ email: 'key@meridian.example' }, key);
    const second = await buyer.open({ email: 'key@meridian.example' }, key);
    const other = await buyer.open({ email: 'other@meridian.example' }, key);

    expect(second.body).toEqual(first.body);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
  });

  test.each([
    [{ email: 'a@b.example', offer: 'nothing' }, 422, 'offer-not-on-sale'],
    [{ email: 'a@b.example', consent: { version: 'old', accepted: true } }, 409, 'consent-outdated'],
    [{}, 422, 'reader-or-email-required'],
    [{ email: 'a@b.example', returnTo: '//evil.example' }, 400, 'invalid-input'],
    [{ email: 'no address' }, 400, 'invalid-input'],
    [{ email: 'a@b.example', consent: { version: 'x', accepted: false } }, 400, 'invalid-input'],
    [{ email: 'a@b.example', price: 1 }, 400, 'invalid-input'],
    [{ readerId: anId(1) }, 401, 'sign-in-required'],
  ])('%j is refused', async (body, status, code) => {
    const answer = await buyer.open(body);

    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('paid twice for one reader: the second is ended and paid back, and the reader is told', async () => {
    const { readerId, subscription } = await buyer.buy('twin@meridian.example');
    const second = await buyer.buy('twin-again@meridian.example');
    await billing.merge(second.readerId, readerId);
    await billing.simulator.turnTo(plus(await billing.simulator.now(), HOUR));

    expect(await buyer.subscription(subscription.id)).toMatchObject({ phase: 'intro' });
    expect(await buyer.subscription(second.subscription.id)).toMatchObject({
      readerId,
      phase: 'ended',
      endReason: 'duplicate',
    });
    const charges = await buyer.charges(second.subscription.id);
    expect(charges.map(({ refunded }) => refunded.amount)).toEqual(['100']);
    const { rows } = await billing.sql.query<{
      type: string;
      key: string;
      phase: string;
      reason: string | null;
    }>(
      `SELECT type, key, data->>'phase' AS phase, data->>'endReason' AS reason FROM outbox
       WHERE subject = $1 ORDER BY sequence`,
      [second.subscription.id],
    );
    expect(rows.map(({ type, key, phase, reason }) => [type, key === readerId, phase, reason])).toEqual([
      ['subscription.trial-started', false, 'intro', null],
      ['subscription.transferred', false, 'ended', 'transferred'],
      ['subscription.transferred', true, 'intro', null],
      ['subscription.ended', true, 'ended', 'duplicate'],
    ]);
    const kinds = await billing.sql.query<{ kind: string }>(
      'SELECT kind FROM notice WHERE subscription_id = $1 ORDER BY kind',
      [second.subscription.id],
    );
    expect(kinds.rows.map(({ kind }) => kind)).toEqual(['duplicate-refunded', 'purchase-confirmed']);
  });
});

describe('another reader', () => {
  test('does not learn that a subscription exists, and cannot touch it', async () => {
    const { subscription, readerId } = await buyer.buy('mine@meridian.example');
    const stranger = `Bearer ${await billing.readerToken(anId(77))}`;
    const owner = `Bearer ${await billing.readerToken(readerId)}`;
    const path = `/v1/subscriptions/${subscription.id}`;

    for (const call of [
      billing.api.get(path),
      billing.api.get(`${path}/charges`),
      billing.api.get(`/v1/readers/${readerId}/subscriptions`),
      billing.api.post(`${path}/cancel`),
      billing.api.post(`${path}/undo-cancel`),
      billing.api.post(`${path}/card-update`).send({ returnTo: '/account' }),
    ]) {
      const answer = await call.set('authorization', stranger);
      expect([answer.status, answer.body.code]).toEqual([404, 'subscription-not-found']);
    }
    await billing.api.get(path).set('authorization', owner).expect(200);
    expect(await buyer.subscription(subscription.id)).toMatchObject({ intent: 'renewing' });
  });

  test('and a provisional one, sees nothing but the return from the page', async () => {
    const { subscription, readerId } = await buyer.buy('provisional@meridian.example');
    const token = `Bearer ${await billing.readerToken(readerId, { typ: 'provisional' })}`;

    for (const call of [
      billing.api.get(`/v1/subscriptions/${subscription.id}`),
      billing.api.get(`/v1/readers/${readerId}/subscriptions`),
      billing.api.post(`/v1/subscriptions/${subscription.id}/cancel`),
    ])
      expect((await call.set('authorization', token)).status).toBe(401);
  });

  test('without a role of finance sees no ledger and gives nothing back', async () => {
    const { subscription } = await buyer.buy('money@meridian.example');
    const [charge] = await buyer.charges(subscription.id);
    const reader = `Bearer ${await billing.readerToken(anId(78))}`;
    const site = `Bearer ${await billing.tokenOf('site')}`;

    for (const token of [reader, site]) {
      await billing.api.get('/v1/billing-events').set('authorization', token).expect(403);
      await billing.api.get('/v1/ledger/summary').set('authorization', token).expect(403);
      await billing.api
        .post(`/v1/charges/${charge?.id}/refund`)
        .set('authorization', token)
        .set('idempotency-key', 'stolen')
        .send({ reason: 'goodwill' })
        .expect(403);
    }
    await billing.api.get('/v1/billing-events').expect(401);
  });
});

describe('a refund', () => {
  test('needs a key, a charge that is there, and one that is paid', async () => {
    const { subscription } = await buyer.buy('refund-guards@meridian.example');
    const charges = await buyer.charges(subscription.id);
    const expected = charges.find(({ status }) => status === 'expected');
    const noKey = await buyer.as('post', `/v1/charges/${charges[0]?.id}/refund`, { reason: 'goodwill' });

    expect(noKey.body.code).toBe('idempotency-key-required');
    expect((await buyer.refund(anId(5), 'a')).body.code).toBe('charge-not-found');
    expect((await buyer.refund(expected?.id ?? '', 'b')).body.code).toBe('charge-not-paid');
    expect((await buyer.refund(charges[0]?.id ?? '', 'c', 101n)).body.code).toBe('refund-exceeds-payment');
  });

  test('asked for by ten at once never gives back more than was paid', async () => {
    const { subscription } = await buyer.buy('refund-race@meridian.example');
    const [charge] = await buyer.charges(subscription.id);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => buyer.refund(charge?.id ?? '', `race-${index}`, 30n)),
    );

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    const [after] = await buyer.charges(subscription.id);
    expect(after?.refunded.amount).toBe('90');
  });
});

describe('whatever order news comes in', () => {
  test('case 29: every webhook three times and shuffled leads to the same end', async () => {
    await billing.simulator.webhooks({ mode: 'shuffle' });
    const { subscription } = await buyer.buy('shuffled@meridian.example');
    await billing.simulator.turnTo(plus(new Date(subscription.paidThrough ?? 0), PERIOD + DAY));
    await billing.simulator.webhooks({ mode: 'deliver' });
    await billing.simulator.webhooks({ resend: 'all' });
    await billing.simulator.webhooks({ resend: 'all' });
    await billing.simulator.turnTo(plus(await billing.simulator.now(), HOUR));

    expect(await buyer.paid(subscription.id)).toEqual(['100', '900', '900']);
    expect(await typesOf(billing, subscription.id)).toEqual([
      'subscription.trial-started',
      'subscription.converted',
      'subscription.renewed',
    ]);
  });

  test('what was read before somebody else read and committed is not committed over it', async () => {
    const { subscription } = await buyer.buy('overtaken@meridian.example');
    const { rows } = await billing.sql.query<{ id: string }>(
      'SELECT stripe_customer_id AS id FROM subscription WHERE id = $1',
      [subscription.id],
    );
    const customerId = rows[0]?.id ?? '';
    const late = await billing.folds.begin(customerId, null);
    const { subscriptions: seen } = await billing.world.stripe.customer(customerId, 'money', null);
    await buyer.as('post', `/v1/subscriptions/${subscription.id}/cancel`, {});
    await billing.folds.commit(late, {
      seen,
      from: null,
      lookedAt: null,
      cards: [],
      decide: (before, one) => fold(before, one, { now: new Date(), newId }),
      gifts: { payments: new Map(), decide: nothingNew },
    });

    expect(await buyer.subscription(subscription.id)).toMatchObject({ intent: 'cancelling' });
    expect(await typesOf(billing, subscription.id)).toEqual([
      'subscription.trial-started',
      'subscription.cancellation-scheduled',
    ]);
  });

  test('what was kept before a crash is folded after it', async () => {
    const opened = await buyer.open({ email: 'crash@meridian.example' });
    await billing.simulator.webhooks({ mode: 'drop' });
    await buyer.pay(opened.body.url, undefined, 'crash@meridian.example');
    const customer = await billing.sql.query<{ id: string }>(
      'SELECT stripe_customer_id AS id FROM checkout WHERE id = $1',
      [opened.body.id],
    );
    await billing.simulator.webhooks({ mode: 'deliver' });
    // As a process leaves it that dies after the commit of the inbox: dirty, and leased by nobody alive.
    await billing.sql.query(
      `UPDATE stripe_customer SET generation = generation + 1, marked_at = now(), lease_until = now() - interval '1 second'
       WHERE id = $1`,
      [customer.rows[0]?.id],
    );
    await billing.simulator.turnTo(plus(await billing.simulator.now(), 60_000));

    expect(await buyer.subscription(opened.body.id)).toMatchObject({ phase: 'intro' });
  });
});

describe('the trace of a request', () => {
  const trace = (n: number): string => `00-${n.toString(16).padStart(32, '0')}-00f067aa0ba902b7-01`;
  const cancelUnder = async (id: string, traceparent: string) =>
    billing.api
      .post(`/v1/subscriptions/${id}/cancel`)
      .set('authorization', `Bearer ${await billing.tokenOf('dev')}`)
      .set('traceparent', traceparent)
      .send({});
  const tracesOf = async (id: string) => {
    const { rows } = await billing.sql.query<{ type: string; traceparent: string | null }>(
      `SELECT type, traceparent FROM outbox WHERE subject = $1 AND type = 'subscription.cancellation-scheduled'`,
      [id],
    );
    return rows.map(({ traceparent }) => traceparent);
  };

  test('goes on in the events that come of it', async () => {
    const { subscription } = await buyer.buy('traced@meridian.example');
    await cancelUnder(subscription.id, trace(7));

    expect(await tracesOf(subscription.id)).toEqual([trace(7)]);
  });

  test('ends where it is not well formed, since it would be written into every event', async () => {
    const { subscription } = await buyer.buy('untraced@meridian.example');
    await cancelUnder(subscription.id, `${trace(7)}; DROP`);

    expect(await tracesOf(subscription.id)).toEqual([null]);
  });

  test('of a webhook goes on in what is folded because of it', async () => {
    await billing.world.inbox.keep(
      [
        {
          id: `evt_${randomUUID()}`,
          type: 'customer.updated',
          created: new Date(),
          objectId: 'cus_traced',
          objectType: 'customer',
          customerId: 'cus_traced',
          chargeId: null,
          isNews: true,
          nearFrom: null,
          raw: Buffer.from('{}'),
        },
      ],
      { source: 'webhook', traceparent: trace(8) },
    );

    expect(await billing.folds.begin('cus_traced', null)).toMatchObject({ traceparent: trace(8) });
  });
});

describe('the database itself refuses', () => {
  test('a second live subscription of one reader to one product', async () => {
    const { subscription } = await buyer.buy('constraint@meridian.example');
    const { rows } = await billing.sql.query<{ columns: string }>(
      `SELECT string_agg(quote_ident(column_name), ', ') AS columns FROM information_schema.columns
       WHERE table_name = 'subscription' AND column_name NOT IN ('id', 'order_number', 'stripe_subscription_id')`,
    );
    const columns = rows[0]?.columns ?? '';

    await expect(
      billing.sql.query(
        `INSERT INTO subscription (id, order_number, stripe_subscription_id, ${columns})
         SELECT $2, 'other', 'sub_other', ${columns} FROM subscription WHERE id = $1`,
        [subscription.id, anId(900)],
      ),
    ).rejects.toThrow('unique constraint "subscription_one_live"');
  });

  test('an entry that does not balance, and more money back than was paid', async () => {
    const { subscription } = await buyer.buy('balance@meridian.example');
    const [charge] = await buyer.charges(subscription.id);

    await expect(
      billing.sql.query(
        `WITH entry AS (INSERT INTO ledger_entry (id, journal, key, source, at) VALUES ($1, 'cash', 'x', 'x', now()) RETURNING id)
         INSERT INTO ledger_line SELECT id, 1, 'receivable', 5, 'USD' FROM entry`,
        [anId(901)],
      ),
    ).rejects.toThrow('does not balance');
    await expect(
      billing.sql.query(
        `INSERT INTO refund (id, charge_id, amount, currency, status, requested_at) VALUES ($1, $2, 101, 'USD', 'wanted', now())`,
        [anId(902), charge?.id],
      ),
    ).rejects.toThrow('was paid');
  });
});
