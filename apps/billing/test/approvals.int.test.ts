import { anId } from '@gatefold/test-kit';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sumOf, twoPeople, type TwoPeople } from './two-people.ts';

let { billing, buyer, nora, ben, post, look, decide, subscribed, backOf, askToEnd } = {} as TwoPeople;
beforeAll(async () => {
  ({ billing, buyer, nora, ben, post, look, decide, subscribed, backOf, askToEnd } = await twoPeople());
});
afterAll(() => billing.close());

type Wanted = { readonly id: string; readonly lock: string; moved(): Promise<number> };

const dashboard = () => billing.simulator.dashboard;
let gifts = 0;

/** Each thing that two people give, asked for; with the row that is locked first when it is given. */
const kinds: Readonly<Record<string, () => Promise<Wanted>>> = {
  async refund() {
    const { id, charge, paid } = await subscribed();
    const { body } = await post(nora, `/v1/charges/${charge}/refund-requests`, { reason: 'goodwill' }).expect(
      201,
    );
    return {
      id: body.id,
      lock: `SELECT 1 FROM subscription WHERE id = '${id}' FOR UPDATE`,
      moved: () => backOf(paid),
    };
  },
  async credit() {
    const { id, customer } = await subscribed();
    const wish = { amount: { amount: '100', currency: 'USD' }, reason: 'a broken week' };
    const { body } = await post(nora, `/v1/subscriptions/${id}/credit-requests`, wish).expect(201);
    const moved = async () => 0 - sumOf((await dashboard().customers.listBalanceTransactions(customer)).data);
    return { id: body.id, lock: `SELECT 1 FROM subscription WHERE id = '${id}' FOR UPDATE`, moved };
  },
  async ending() {
    const { id, paid } = await subscribed();
    const { body, status } = await askToEnd(id);
    expect([status, body]).toMatchObject([201, { state: 'waiting' }]);
    return {
      id: body.id,
      lock: `SELECT 1 FROM subscription WHERE id = '${id}' FOR UPDATE`,
      moved: () => backOf(paid),
    };
  },
  async gift() {
    gifts += 1;
    const wish = {
      offer: 'gift-year',
      email: `g${gifts}@meridian.example`,
      to: 'f@meridian.example',
      from: 'G',
    };
    const { body } = await billing.api.post('/v1/gifts').set('idempotency-key', `gift-${gifts}`).send(wish);
    const gift = body as { id: string; url: string };
    await buyer.pay(gift.url, undefined, wish.email);
    await billing.api.post(`/v1/gifts/${gift.id}/return`);
    const asked = await post(nora, `/v1/charges/${gift.id}/refund-requests`, { reason: 'goodwill' }).expect(
      201,
    );
    const { rows } = await billing.sql.query<{ paid: string }>(
      'SELECT stripe_charge_id AS paid FROM gift WHERE id = $1',
      [gift.id],
    );
    return {
      id: asked.body.id,
      lock: `SELECT 1 FROM gift WHERE id = '${gift.id}' FOR UPDATE`,
      moved: () => backOf(rows[0]!.paid),
    };
  },
};

/** As a process leaves it that stops between the word and the deed. */
const approveOnly = (id: string) =>
  billing.sql.query(
    `UPDATE refund_request SET state = 'approved', decided_by = $2, decided_at = now() WHERE id = $1`,
    [id, `finance:${anId(2)}`],
  );

/** Runs `meanwhile` while another connection holds what `lock` takes. */
async function holding<T>(lock: string, meanwhile: () => Promise<T>): Promise<T> {
  const other: pg.PoolClient = await billing.sql.connect();
  try {
    await other.query('BEGIN');
    await other.query(lock);
    return await meanwhile();
  } finally {
    await other.query('COMMIT');
    other.release();
  }
}

/** Until a statement that begins so waits for a lock. */
const waitsFor = (statement: string) =>
  expect
    .poll(
      async () =>
        (
          await billing.sql.query(
            `SELECT 1 FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock' AND starts_with(ltrim(query), $1)`,
            [statement],
          )
        ).rowCount,
      { timeout: 10_000 },
    )
    .toBeGreaterThan(0);

/** Sent off now, answered whenever it is. */
const sent = <T>(request: PromiseLike<T>): Promise<T> => Promise.resolve(request);

describe.each(Object.keys(kinds))('an approved %s of which nothing has come', (kind) => {
  test('moves no money that is declined just before it is carried out', async () => {
    const { id, lock, moved } = await kinds[kind]!();
    await approveOnly(id);

    const again = await holding(lock, async () => {
      const carriedOut = sent(decide(ben, id, 'approved'));
      await waitsFor('SELECT');
      const declined = await decide(nora, id, 'rejected', 'not any more');
      expect([declined.body.code, declined.body.state]).toEqual([undefined, 'rejected']);
      return { carriedOut };
    });

    expect((await again.carriedOut).body.code).toBe('request-decided');
    expect((await decide(ben, id, 'approved')).body.code).toBe('request-decided');
    await billing.simulator.turnTo(await billing.simulator.now());
    expect(await moved()).toBe(0);
  }, 60_000);

  test('is declined no more once carrying it out has begun, whatever comes of that', async () => {
    const { id, moved } = await kinds[kind]!();
    await approveOnly(id);

    const { carriedOut, declined } = await holding('LOCK TABLE stripe_call IN SHARE MODE', async () => {
      const first = sent(decide(ben, id, 'approved'));
      await waitsFor('INSERT INTO stripe_call');
      const second = sent(decide(nora, id, 'rejected', 'not any more'));
      await waitsFor('SELECT 1 FROM refund_request');
      return { carriedOut: first, declined: second };
    });

    expect((await declined).body.code).toBe('request-decided');
    expect((await carriedOut).body).toMatchObject({ state: 'approved', outcome: 'done' });
    expect((await decide(nora, id, 'rejected')).body.code).toBe('request-decided');
    expect(await moved()).toBeGreaterThan(0);
  }, 60_000);
});

test('nobody gives money back under the key by which a request is carried out', async () => {
  const { charge, paid } = await subscribed();
  const { body } = await post(nora, `/v1/charges/${charge}/refund-requests`, { reason: 'goodwill' }).expect(
    201,
  );
  expect((await buyer.refund(charge, `approved:${body.id}`, 100n)).body).toMatchObject({
    code: 'invalid-input',
  });
  expect(await backOf(paid)).toBe(0);
});

test('an approved refund of a payment that went back meanwhile says why it cannot be, and is declined', async () => {
  const { charge, paid } = await subscribed();
  const asked = `/v1/charges/${charge}/refund-requests`;
  const part = { amount: { amount: '60', currency: 'USD' }, reason: 'goodwill' };
  const { id } = (await post(nora, asked, part).expect(201)).body;
  await approveOnly(id);
  expect(await look(`/v1/approval-requests/${id}`)).toMatchObject({ outcome: 'missing', obstacle: null });

  await dashboard().refunds.create({ charge: paid, amount: 50 });
  await billing.simulator.turnTo(await billing.simulator.now());
  const obstacle = 'refund-exceeds-payment';
  expect((await decide(ben, id, 'approved')).body.code).toBe(obstacle);
  expect(await look(`/v1/approval-requests/${id}`)).toMatchObject({ outcome: 'missing', obstacle });
  expect((await look('/v1/approval-requests?state=approved')).data).toContainEqual(
    expect.objectContaining({ id, obstacle }),
  );

  const { body } = await decide(nora, id, 'rejected', 'half went back by hand');
  expect(body).toMatchObject({ state: 'rejected', outcome: null, obstacle: null });
  expect((await look(`/v1/audit?subject=${id}`)).data[0]).toMatchObject({
    action: 'refund-request.rejected',
    actor: `finance:${anId(1)}`,
    facts: { approvedBy: `finance:${anId(2)}`, note: 'half went back by hand' },
  });
  expect(await backOf(paid)).toBe(50);
  const less = { amount: { amount: '50', currency: 'USD' }, reason: 'goodwill' };
  expect((await post(nora, asked, less)).status).toBe(201);
});
