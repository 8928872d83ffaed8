import { randomUUID } from 'node:crypto';
import { DAY, HOUR, plus } from '@gatefold/kernel';
import { newId } from '@gatefold/service-kit';
import { anId } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from './paper.ts';
import { fold } from '../src/domain/fold.ts';
import { nothingNew } from '../src/domain/gift.ts';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { typesOf } from './looking.ts';

const PERIOD = 28 * DAY;

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

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
