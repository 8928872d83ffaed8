import { DAY, HOUR, plus } from '@gatefold/kernel';
import { anId } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBuyer, type Answer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
let nora: string;
let ben: string;
beforeAll(async () => {
  billing = await startBilling({ settings: { REFUND_LIMIT: '500' } });
  buyer = createBuyer(billing);
  nora = `Bearer ${await billing.readerToken(anId(1), { role: 'finance' })}`;
  ben = `Bearer ${await billing.readerToken(anId(2), { role: 'finance' })}`;
});
afterAll(() => billing.close());

const usd = (cents: string) => ({ amount: { amount: cents, currency: 'USD' }, reason: 'a broken week' });
const bought = async (name: string) => (await buyer.buy(`${name}@meridian.example`)).subscription;

let keys = 0;
const give = (who: string, { id }: Pick<Answer, 'id'>, cents: string, key = `key-${keys++}`) =>
  billing.api
    .post(`/v1/subscriptions/${id}/credit`)
    .set('authorization', who)
    .set('idempotency-key', key)
    .send(usd(cents));
const ask = (who: string, { id }: Pick<Answer, 'id'>, cents = '5000') =>
  billing.api.post(`/v1/subscriptions/${id}/credit-requests`).set('authorization', who).send(usd(cents));
const decide = (who: string, id: string, verdict = 'approved', note?: string) =>
  billing.api.post(`/v1/approval-requests/${id}/verdict`).set('authorization', who).send({ verdict, note });
const look = async (where: string) =>
  (await billing.api.get(where).set('authorization', nora).expect(200)).body;

/** What Stripe has to the credit of whoever has the subscription. */
async function givenTo({ id }: Pick<Answer, 'id'>): Promise<number[]> {
  const { rows } = await billing.sql.query<{ customer: string }>(
    'SELECT stripe_customer_id AS customer FROM subscription WHERE id = $1',
    [id],
  );
  const moved = await billing.simulator.dashboard.customers.listBalanceTransactions(rows[0]!.customer);
  return moved.data.map(({ amount }) => -amount);
}

describe('one person alone', () => {
  test('gives one reader no more in a day than the limit, in however many sums', async () => {
    const one = await bought('one');

    expect((await give(nora, one, '300')).status).toBe(201);
    expect((await give(nora, one, '201')).body.code).toBe('refund-needs-approval');
    expect((await give(nora, one, '200', 'the-rest')).status).toBe(201);
    expect((await give(nora, one, '200', 'the-rest')).status).toBe(201);
    expect((await give(ben, one, '400')).status).toBe(201);
    expect((await give(nora, await bought('another'), '500')).status).toBe(201);

    const then = await billing.simulator.now();
    await billing.simulator.turnTo(plus(then, DAY - HOUR));
    expect((await give(nora, one, '1')).body.code).toBe('refund-needs-approval');
    await billing.simulator.turnTo(plus(then, DAY + HOUR));
    expect((await give(nora, one, '500')).status).toBe(201);
    expect((await givenTo(one)).toSorted((a, b) => a - b)).toEqual([200, 300, 400, 500]);
  }, 60_000);

  test('gives it once, of several sums at once, on whatever subscription the reader has', async () => {
    const [first, second] = [await bought('twice'), await bought('twice-too')];
    await billing.sql.query(
      `UPDATE subscription SET product = 'other', reader_id = (SELECT reader_id FROM subscription WHERE id = $1)
       WHERE id = $2`,
      [first.id, second.id],
    );

    const answers = await Promise.all([first, second, first, second].map((one) => give(nora, one, '300')));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
  }, 60_000);

  test('and the reader finds it in what is kept of them, without who gave it; nobody else does', async () => {
    const one = await bought('reads-it');
    await give(nora, one, '120');
    await give(nora, one, '80');
    const records = `/v1/subscriptions/${one.id}/records`;
    const askAs = async (reader: string) =>
      billing.api.get(records).set('authorization', `Bearer ${await billing.readerToken(reader)}`);

    const credit = (amount: string) => ({ amount: { amount, currency: 'USD' }, givenAt: expect.any(String) });
    expect((await askAs(one.readerId)).body).toEqual({
      leavingReasons: [],
      credits: [credit('120'), credit('80')],
    });
    expect((await askAs(anId(1))).body.code).toBe('subscription-not-found');
  });

  test('has one key for one wish, also on two subscriptions at once', async () => {
    const [first, second] = [await bought('key-a'), await bought('key-b')];

    const answers = await Promise.all([give(nora, first, '100', 'same'), give(ben, second, '100', 'same')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 422]);
    expect((await give(nora, first, '101', 'same')).body.code).toBe('idempotency-key-reused');
    expect([...(await givenTo(first)), ...(await givenTo(second))]).toEqual([100]);
  });
});

describe('a credit above the limit', () => {
  const audited = async (subject: string) =>
    ((await look(`/v1/audit?subject=${subject}`)).data as { action: string; actor: string }[]).map(
      ({ action, actor }) => [action, actor],
    );

  test('is asked for by one, and given once when another approves, however often', async () => {
    const one = await bought('asked');
    const { waiting } = await look('/v1/approval-requests/count');
    const { body: request } = await ask(nora, one).expect(201);
    expect((await ask(ben, one)).body.code).toBe('request-waiting');

    expect(request).toMatchObject({
      ...{ kind: 'credit', subjectId: one.id, subscriptionId: one.id, readerId: one.readerId },
      ...{ reason: 'a broken week', state: 'waiting', outcome: null, askedBy: `finance:${anId(1)}` },
    });
    expect(await look('/v1/approval-requests/count')).toEqual({ waiting: waiting + 1 });
    expect((await look('/v1/approval-requests')).data).toEqual([request]);
    expect((await look(`/v1/approval-requests?subjectId=${one.id}`)).data).toEqual([request]);
    expect((await look(`/v1/approval-requests?subjectId=${anId(990)}`)).data).toEqual([]);
    expect(
      (await billing.api.get(`/v1/approval-requests/${anId(990)}`).set('authorization', nora)).status,
    ).toBe(404);
    expect((await decide(nora, request.id)).body.code).toBe('second-person-required');
    expect((await decide(`Bearer ${await billing.tokenOf('dev')}`, request.id)).status).toBe(403);
    expect(await givenTo(one)).toEqual([]);

    const both = await Promise.all([decide(ben, request.id), decide(ben, request.id)]);
    expect(both.map(({ body }) => body.state)).toEqual(['approved', 'approved']);
    expect(await givenTo(one)).toEqual([5000]);
    expect((await look('/v1/approval-requests?state=approved')).data).toMatchObject([
      { id: request.id, outcome: 'done', decidedBy: `finance:${anId(2)}` },
    ]);
    expect(await audited(request.id)).toEqual([
      ['credit-request.approved', `finance:${anId(2)}`],
      ['credit-request.waiting', `finance:${anId(1)}`],
    ]);
    expect((await give(ben, one, '500')).status).toBe(201);
  }, 60_000);

  test('is rejected with a reason, and may be asked for again', async () => {
    const one = await bought('rejected');
    const { id } = (await ask(nora, one).expect(201)).body;

    await decide(ben, id, 'rejected', 'they were given one last week');
    const body = await look(`/v1/approval-requests/${id}`);
    expect(body).toMatchObject({ state: 'rejected', note: 'they were given one last week', outcome: null });
    expect((await look(`/v1/audit?subject=${id}`)).data[0].facts).toMatchObject({
      note: 'they were given one last week',
    });
    expect((await decide(ben, id)).body.code).toBe('request-decided');
    expect((await ask(nora, one)).status).toBe(201);
    expect(await givenTo(one)).toEqual([]);
  });

  test('that stopped between the word and the deed is said to be missing, and given when it is approved again', async () => {
    const one = await bought('stopped');
    const { id } = (await ask(nora, one).expect(201)).body;
    const outcome = async () =>
      ((await look('/v1/approval-requests?state=approved')).data as { id: string; outcome: string }[]).find(
        (request) => request.id === id,
      )?.outcome;

    await billing.sql.query('ALTER TABLE credit RENAME TO credit_away');
    const stopped = await decide(ben, id);
    await billing.sql.query('ALTER TABLE credit_away RENAME TO credit');
    expect([stopped.status, await outcome(), await givenTo(one)]).toEqual([500, 'missing', []]);

    expect((await decide(ben, id)).body).toMatchObject({ state: 'approved', outcome: 'done' });
    expect(await givenTo(one)).toEqual([5000]);
  });

  test('is asked for only where one may be given, in its own currency', async () => {
    const one = await bought('euro');
    const asked = await billing.api
      .post(`/v1/subscriptions/${one.id}/credit-requests`)
      .set('authorization', nora)
      .send({ ...usd('5000'), amount: { amount: '5000', currency: 'EUR' } });

    expect(asked.body.code).toBe('plan-not-available');
    expect((await ask(nora, { id: anId(990) })).body.code).toBe('subscription-not-found');
    expect((await ask(`Bearer ${await billing.readerToken(one.readerId)}`, one)).status).toBe(403);
  });

  test('stands in the list by pages, each request once', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await ask(nora, await bought(name)).expect(201);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const after: string = cursor === '' ? '' : `&after=${cursor}`;
      const page = await look(`/v1/approval-requests?limit=2${after}`);
      seen.push(...(page.data as { id: string }[]).map(({ id }) => id));
      cursor = page.nextCursor as string | null;
    }

    const { waiting } = await look('/v1/approval-requests/count');
    expect([seen.length, new Set(seen).size]).toEqual([waiting, waiting]);
  }, 60_000);
});
