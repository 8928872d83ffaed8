import { anId, eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adaWithRefund, type AdaWithRefund } from './giving-back.ts';

let { billing, buyer, ada, ids, finance, refundAs, ask } = {} as AdaWithRefund;
beforeAll(async () => {
  ({ billing, buyer, ada, ids, finance, refundAs, ask } = await adaWithRefund());
});
afterAll(() => billing.close());

test('the list is taken home as a spreadsheet, line for line what the pages show', async () => {
  const { text, headers } = await ask('/v1/billing-events.csv', { readerId: ada.readerId }).expect(200);
  const lines = text.trim().split('\r\n');
  const { body } = await ask('/v1/billing-events', { readerId: ada.readerId, limit: 200 });

  expect(headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(lines[0]).toMatch(/^at,type,amount,currency/);
  expect(lines).toHaveLength(body.data.length + 1);
  expect(text).toContain('payment.refunded,4.00,USD');
});

describe('what was done by whom', () => {
  const entries = async (query: object = {}) =>
    (await ask('/v1/audit', query).expect(200)).body.data as {
      action: string;
      actor: string;
      facts: object;
    }[];

  test('a refund, with its sum and the person', async () => {
    expect(await entries({ subject: ids.charge })).toMatchObject([
      {
        action: 'charge.refund',
        actor: `finance:${anId(1)}`,
        facts: { amount: '400 USD', reason: 'goodwill' },
      },
    ]);
  });

  test('by person in whatever role, by action and by all of it, page by page', async () => {
    const admin = `Bearer ${await billing.readerToken(anId(1), { role: 'admin' })}`;
    const close = { resolution: 'nothing to do' };
    await billing.sql.query(
      `INSERT INTO review_case (id, kind, subject, facts, opened_at) VALUES ($1, 'call-refused', 'x', '{}', now())`,
      [anId(720)],
    );
    await billing.api
      .post(`/v1/cases/${anId(720)}/closing`)
      .set('authorization', admin)
      .send(close);

    const theirs = await entries({ actor: anId(1) });
    expect(theirs.map(({ action }) => action)).toEqual(['case.close', 'charge.refund']);
    expect(await entries({ actor: `admin:${anId(1)}` })).toHaveLength(1);
    expect(await entries({ actor: anId(1), action: 'charge.refund', subject: ids.charge })).toHaveLength(1);
    expect(await entries({ action: 'charge' })).toEqual([]);
    const first = (await ask('/v1/audit', { actor: anId(1), limit: 1 })).body;
    const second = (await ask('/v1/audit', { actor: anId(1), limit: 1, after: first.nextCursor })).body;
    expect(second.data).toMatchObject([{ action: 'charge.refund' }]);
  });

  test('a reader’s own cancellation once, however often it is said, and without their reasons', async () => {
    const { subscription, readerId } = await buyer.buy('leaver@meridian.example');
    const token = await billing.readerToken(readerId);
    for (const reason of ['too dear', 'still too dear'])
      await billing.api
        .post(`/v1/subscriptions/${subscription.id}/cancel`)
        .set('authorization', `Bearer ${token}`)
        .send({ reason });

    expect(await entries({ subject: subscription.id })).toMatchObject([
      { action: 'subscription.cancel', actor: `reader:${readerId}`, facts: {} },
    ]);
  });

  test('that was refused is no deed', async () => {
    await refundAs(ids.charge, 'too-much', '90000').expect(422);

    expect(await entries({ subject: ids.charge })).toHaveLength(1);
  });

  test('is one chain, also when twenty do something at once', async () => {
    const bought = await Promise.all(
      Array.from({ length: 20 }, (_, index) => buyer.buy(`crowd${index}@meridian.example`)),
    );
    await Promise.all(
      bought.map(({ subscription: { id } }) => buyer.as('post', `/v1/subscriptions/${id}/cancel`, {})),
    );
    const { body } = await ask('/v1/audit/verification').expect(200);

    expect(body).toMatchObject({ brokenAt: null, checkedTo: body.entries });
    expect(body.entries).toBeGreaterThanOrEqual(22);
  });

  test('is looked through without being asked', async () => {
    await eventually(
      async () => (await ask('/v1/audit/verification').expect(200)).body.lastWalk?.brokenAt === null,
    );
  });

  test('cannot be changed in the database, and whoever does it all the same is seen', async () => {
    await expect(billing.sql.query(`UPDATE audit_entry SET actor = 'nobody'`)).rejects.toThrow(
      'only ever added',
    );
    await expect(billing.sql.query('DELETE FROM audit_entry')).rejects.toThrow('only ever added');
    await billing.sql.query('ALTER TABLE audit_entry DISABLE TRIGGER audit_is_kept');
    const { rows } = await billing.sql.query(
      `UPDATE audit_entry SET facts = '{"amount": "4 USD"}'
       WHERE sequence = (SELECT max(sequence) FROM audit_entry) RETURNING sequence::int`,
    );
    await billing.sql.query('ALTER TABLE audit_entry ENABLE TRIGGER audit_is_kept');

    expect((await ask('/v1/audit/verification')).body.brokenAt).toBe(rows[0].sequence);
  });
});

describe('money above the limit', () => {
  const other = async () => `Bearer ${await billing.readerToken(anId(2), { role: 'finance' })}`;
  const refunds = async () =>
    (await billing.simulator.dashboard.refunds.list({ charge: ids.stripeCharge })).data.map(
      ({ amount }) => amount,
    );
  const ask2 = (token: string) =>
    billing.api
      .post(`/v1/charges/${ids.charge}/refund-requests`)
      .set('authorization', token)
      .send({ amount: { amount: '300', currency: 'USD' }, reason: 'goodwill' });
  const decide = (id: string, token: string, verdict = 'approved') =>
    billing.api.post(`/v1/approval-requests/${id}/verdict`).set('authorization', token).send({ verdict });

  test('is told before anybody tries: what is left, and whether one person may give it back', async () => {
    const quote = async (amount?: string) =>
      (await ask(`/v1/charges/${ids.charge}/refund-quote`, amount === undefined ? {} : { amount })).body;

    expect(await quote('100')).toEqual({
      ...{ amount: { amount: '100', currency: 'USD' }, left: { amount: '500', currency: 'USD' } },
      isAlone: true,
    });
    expect(await quote('101')).toMatchObject({ isAlone: false });
    expect(await quote()).toMatchObject({ amount: { amount: '500' }, isAlone: false });
    expect(await quote('501')).toMatchObject({ code: 'refund-exceeds-payment' });
    expect((await ask(`/v1/charges/${anId(900)}/refund-quote`)).body).toMatchObject({
      code: 'charge-not-found',
    });
  });

  test('is not given back by one person, nor in several small sums', async () => {
    expect((await refundAs(ids.charge, 'alone', '300')).body.code).toBe('refund-needs-approval');
    expect(await refunds()).toEqual([400]);
  });

  test('goes back once when another person approves, however often they say so', async () => {
    const { id } = (await ask2(finance).expect(201)).body;
    expect((await ask('/v1/search', { q: id })).body.data).toMatchObject([{ kind: 'request', id }]);
    expect((await ask2(finance)).body.code).toBe('request-waiting');
    expect((await ask('/v1/approval-requests')).body.data).toMatchObject([{ id, state: 'waiting' }]);
    expect((await decide(id, finance)).body.code).toBe('second-person-required');
    expect((await decide(id, `Bearer ${await billing.tokenOf('dev')}`)).status).toBe(403);
    expect(await refunds()).toEqual([400]);

    const second = await other();
    const answers = await Promise.all([decide(id, second), decide(id, second)]);
    expect(answers.map(({ body }) => body.state)).toEqual(['approved', 'approved']);
    expect((await refunds()).toSorted()).toEqual([300, 400]);
    expect((await decide(id, second, 'rejected')).body.code).toBe('request-decided');
  });

  test('of a gift goes back by the word of two people as well, and nobody can take it then', async () => {
    const body = { offer: 'gift-year', email: 'g@meridian.example', to: 'f@meridian.example', from: 'G' };
    const bought = await billing.api.post('/v1/gifts').set('idempotency-key', 'gift').send(body);
    const gift = bought.body as { id: string; url: string };
    await buyer.pay(gift.url);
    await billing.api.post(`/v1/gifts/${gift.id}/return`);
    const act = (where: string, send: object) =>
      billing.api.post(where).set('authorization', finance).send(send);

    const alone = await act(`/v1/gifts/${gift.id}/refund`, { reason: 'bought twice' });
    expect(alone.body.code).toBe('refund-needs-approval');
    const asked = `/v1/charges/${gift.id}/refund-requests`;
    const part = { amount: { amount: '100', currency: 'USD' }, reason: 'goodwill' };
    expect((await act(asked, part)).body.code).toBe('gift-in-part');
    const { id, amount } = (await act(asked, { reason: 'goodwill' }).expect(201)).body;
    expect(amount.amount).toBe('15000');
    // As a process of the version before writes it.
    await billing.sql.query('UPDATE refund_request SET kind = DEFAULT WHERE id = $1', [id]);
    expect((await decide(id, finance)).body.code).toBe('second-person-required');
    expect((await decide(id, await other())).body).toMatchObject({
      ...{ kind: 'gift-refund', subjectId: gift.id, subscriptionId: null },
      ...{ state: 'approved', outcome: 'done' },
    });
    expect((await act(asked, { reason: 'goodwill' })).body.code).toBe('gift-not-found');
    const { rows } = await billing.sql.query('SELECT state, end_reason FROM gift WHERE id = $1', [gift.id]);
    expect(rows).toEqual([{ state: 'over', end_reason: 'refunded' }]);
  });
});

test.each([
  '/v1/search?q=anything',
  '/v1/billing-events.csv',
  '/v1/cases',
  `/v1/cases/${anId(1)}`,
  '/v1/audit',
  '/v1/audit/verification',
  '/v1/reconciliation',
  '/v1/reconciliation/days?from=2026-11-01&until=2026-11-02',
  '/v1/suspense',
])('nobody without a role of finance sees %s', async (where) => {
  const reader = await billing.readerToken(ada.readerId);

  expect((await billing.api.get(where)).status).toBe(401);
  expect((await billing.api.get(where).set('authorization', `Bearer ${reader}`)).status).toBe(403);
});

test('what cannot be put on the audit log does not happen, and happens once when it can again', async () => {
  const credit = () =>
    billing.api
      .post(`/v1/subscriptions/${ada.subscription.id}/credit`)
      .set('authorization', finance)
      .set('idempotency-key', 'a-credit')
      .send({ amount: { amount: '100', currency: 'USD' }, reason: 'goodwill' });
  const given = async () =>
    (await billing.simulator.dashboard.customers.listBalanceTransactions(ids.customer)).data.length;

  await billing.sql.query('ALTER TABLE audit_entry RENAME TO audit_entry_away');
  const refused = await credit();
  await billing.sql.query('ALTER TABLE audit_entry_away RENAME TO audit_entry');
  expect([refused.status, await given()]).toEqual([500, 0]);

  expect([(await credit()).status, (await credit()).status, await given()]).toEqual([201, 201, 1]);
});
