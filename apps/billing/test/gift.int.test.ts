import { addMonths, DAY, HOUR, plus } from '@gatefold/kernel';
import { newId } from '@gatefold/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBuyer, type Answer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { noticesOf, tie } from './looking.ts';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

const turnTo = (at: Date) => billing.simulator.turnTo(at);
const now = () => billing.simulator.now();
const codeOf = ({ body }: { body: object }) => (body as { code?: string }).code;

let given = 0;
type Bought = { id: string; readerId: string; code: string; url: string };

/** From the typed addresses to the hosted page; paid unless told otherwise. */
async function give(wish: { sendAt?: Date; offer?: string } = {}, isPaid = true): Promise<Bought> {
  given += 1;
  const giver = `giver${given}@meridian.example`;
  const body = {
    offer: wish.offer ?? 'gift-year',
    email: giver,
    to: `friend${given}@meridian.example`,
    from: 'Grandma',
    message: 'Happy birthday!',
    ...(wish.sendAt === undefined ? {} : { sendAt: wish.sendAt.toISOString() }),
  };
  const ask = () => billing.api.post('/v1/gifts').set('idempotency-key', `gift-${given}`).send(body);
  const first = await ask();
  expect((await ask()).body).toEqual(first.body);
  expect(first.status).toBe(201);
  const { id, readerId, url } = first.body as Bought;
  if (isPaid) {
    await buyer.pay(url, undefined, giver);
    const back = await billing.api.post(`/v1/gifts/${id}/return`);
    expect(back.body).toMatchObject({ isPaid: true });
  }
  const { body: letter } = await buyer.as('get', `/v1/gifts/${id}/letter`);
  return { id, readerId, url, code: (letter as { code: string }).code };
}

/** As the reader themselves. */
async function asReader(readerId: string, method: 'get' | 'post', where: string, body?: object) {
  const token = await billing.readerToken(readerId);
  const call = billing.api[method](where).set('authorization', `Bearer ${token}`);
  return body === undefined ? call : call.send(body);
}

const redeem = (readerId: string, code: string) =>
  asReader(readerId, 'post', '/v1/gift-codes/redemption', { code });
const quoteFor = (readerId: string, code: string) =>
  asReader(readerId, 'post', '/v1/gift-codes/quote', { code });
const giftsOf = async (readerId: string) =>
  ((await asReader(readerId, 'get', `/v1/readers/${readerId}/gifts`)).body as { data: object[] }).data;

async function toldOf(subject: string) {
  const { rows } = await billing.sql.query<{ type: string; key: string; data: Record<string, string> }>(
    'SELECT type, key, data FROM outbox WHERE subject = $1 ORDER BY id',
    [subject],
  );
  return rows.map(({ type, key, data }) => [type, key, data['phase'], data['source']]);
}

/** With what Stripe's balance has moved by now. */
async function accountsOf(giftId: string): Promise<Record<string, number>> {
  await tie(billing);
  const { rows } = await billing.sql.query<{ account: string; sum: number }>(
    `SELECT account, sum(l.amount)::int AS sum FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id
       JOIN gift g ON g.id = $1 AND (e.subscription_id = g.id OR e.source = g.stripe_charge_id)
     WHERE account NOT LIKE 'stripe%' GROUP BY 1 HAVING sum(l.amount) <> 0 ORDER BY 1`,
    [giftId],
  );
  return Object.fromEntries(rows.map(({ account, sum }) => [account, sum]));
}

describe('a gift', () => {
  test('is paid once, mailed on its day, read for a year by whoever takes it, and never renewed', async () => {
    const sendAt = plus(await now(), 10 * DAY);
    const { id, readerId: giver, code } = await give({ sendAt });
    const { rows } = await billing.sql.query('SELECT recipient_id FROM gift WHERE id = $1', [id]);
    const addressee = String(rows[0].recipient_id);
    expect(await noticesOf(billing, giver)).toEqual({ 'gift-bought': 1 });
    expect(await noticesOf(billing, addressee)).toEqual({});
    expect(await accountsOf(id)).toEqual({ 'deferred:gift': -15_000 });

    await turnTo(plus(sendAt, HOUR));
    expect(await noticesOf(billing, addressee)).toEqual({ 'gift-arrived': 1 });
    await turnTo(plus(sendAt, 40 * DAY));
    expect(await accountsOf(id)).toEqual({ 'deferred:gift': -15_000 });

    const reader = newId();
    const taken = await redeem(reader, code.toLowerCase().replaceAll('-', ' '));
    expect(taken.body).toMatchObject({ state: 'redeemed', role: 'reader', amount: null, code: null });
    const { period } = taken.body as { period: { from: string; until: string } };
    const [from, until] = [new Date(period.from), new Date(period.until)];
    expect(until).toEqual(addMonths(from, 12));
    expect(await noticesOf(billing, giver)).toEqual({ 'gift-bought': 1, 'gift-taken': 1 });
    await turnTo(plus(addMonths(from, 5), DAY));
    const half = await accountsOf(id);
    const passed = addMonths(from, 5).getTime() - from.getTime();
    const earned = Math.round((15_000 * passed) / (until.getTime() - from.getTime()));
    expect(Math.abs(-half['revenue:gift']! - earned)).toBeLessThanOrEqual(1);
    expect(half['revenue:gift']! + half['deferred:gift']!).toBe(-15_000);

    await turnTo(plus(until, -DAY));
    expect(await noticesOf(billing, reader)).toEqual({ 'gift-begun': 1, 'gift-ending': 1 });
    await turnTo(plus(until, HOUR));
    expect(await toldOf(id)).toEqual([
      ['payment.paid', giver, 'gift', undefined],
      ['subscription.started', reader, 'gift', 'gift'],
      ['subscription.ended', reader, 'ended', 'gift'],
    ]);
    expect(await noticesOf(billing, reader)).toMatchObject({ 'subscription-ended': 1 });
    expect(await accountsOf(id)).toEqual({ 'revenue:gift': -15_000 });
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  }, 60_000);

  test('is found paid although nobody came back from the page and no webhook arrived', async () => {
    const { id, url } = await give({}, false);
    await billing.simulator.webhooks({ mode: 'drop' });
    await buyer.pay(url, undefined, 'lost@meridian.example');
    await turnTo(plus(await now(), HOUR));
    await billing.simulator.webhooks({ mode: 'deliver' });
    const { rows } = await billing.sql.query('SELECT state FROM gift WHERE id = $1', [id]);
    expect(rows).toEqual([{ state: 'paid' }]);
  });

  test('that nobody pays is over after a day, and what was written on it is gone', async () => {
    const { id, code } = await give({}, false);
    expect(codeOf(await redeem(newId(), code))).toBe('gift-not-found');
    await turnTo(plus(await now(), 26 * HOUR));
    const { rows } = await billing.sql.query('SELECT state, end_reason, card FROM gift WHERE id = $1', [id]);
    expect(rows).toEqual([{ state: 'over', end_reason: 'unpaid', card: null }]);
  });

  test('is taken by one of twenty who have its code, however often they ask', async () => {
    const { code } = await give();
    const readers = Array.from({ length: 20 }, () => newId());
    const answers = await Promise.all(readers.map((reader) => redeem(reader, code)));
    const winners = readers.filter((_, index) => answers[index]!.status === 200);
    expect(winners).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(codeOf))).toEqual(
      new Set(['gift-taken']),
    );
    expect((await redeem(winners[0]!, code)).body).toEqual(answers[readers.indexOf(winners[0]!)]!.body);
  });

  test('says nothing to who guesses, and nobody but its giver sees what was paid', async () => {
    const { readerId: giver, code, id } = await give();
    expect(codeOf(await redeem(newId(), 'AAAA-BBBB-CCCC-DDDD'))).toBe('gift-not-found');
    expect(await giftsOf(giver)).toMatchObject([{ id, role: 'giver', code, amount: { amount: '15000' } }]);
    const other = await asReader(newId(), 'get', `/v1/readers/${giver}/gifts`);
    expect(codeOf(other)).toBe('gift-not-found');
    const { rows } = await billing.sql.query(`SELECT 1 FROM outbox WHERE data::text ~ $1`, [code]);
    expect(rows).toEqual([]);
  });

  test('is listed for finance by its state and page by page, without its code and its words', async () => {
    const { id, code } = await give();
    const { id: open } = await give({}, false);
    type Listed = { data: { id: string }[]; nextCursor: string | null };
    const list = async (query: string) => (await buyer.as('get', `/v1/gifts?${query}`)).body as Listed;

    const paid = await list('state=paid');
    expect(paid.data[0]).toMatchObject({ id, amount: { amount: '15000' }, refunded: { amount: '0' } });
    expect(JSON.stringify(paid)).not.toContain(code);
    expect(JSON.stringify(paid)).not.toContain('Grandma');
    const first = await list('limit=1');
    expect(first.data.map((gift) => gift.id)).toEqual([open]);
    expect((await list(`limit=1&after=${first.nextCursor}`)).data.map((gift) => gift.id)).toEqual([id]);

    expect((await buyer.as('get', `/v1/gifts/${id}`)).body).toEqual(paid.data[0]);
    expect(codeOf(await buyer.as('get', `/v1/gifts/${newId()}`))).toBe('gift-not-found');
  });

  test('is mailed within a year', async () => {
    const late = await billing.api
      .post('/v1/gifts')
      .set('idempotency-key', 'late')
      .send({
        offer: 'gift-year',
        email: 'a@meridian.example',
        to: 'b@meridian.example',
        from: 'A',
        sendAt: plus(await now(), 400 * DAY).toISOString(),
      });
    expect(codeOf(late)).toBe('gift-day-wrong');
  });
});

describe('the money of a gift that nobody has taken', () => {
  test('goes back to its giver within the time that was said, and the code is good for nothing from then on', async () => {
    const { id, readerId: giver, code } = await give();
    expect(codeOf(await asReader(newId(), 'post', `/v1/gifts/${id}/taking-back`))).toBe('gift-not-found');

    const [one, two] = await Promise.all([
      asReader(giver, 'post', `/v1/gifts/${id}/taking-back`),
      asReader(giver, 'post', `/v1/gifts/${id}/taking-back`),
    ]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(codeOf(await redeem(newId(), code))).toBe('gift-not-found');
    await turnTo(plus(await now(), HOUR));
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
    expect(await accountsOf(id)).toEqual({});
    expect(await noticesOf(billing, giver)).toEqual({ 'gift-bought': 1, 'refund-issued': 1 });
  });

  test('is kept after that, unless a person of finance gives it back', async () => {
    const { id, readerId: giver } = await give();
    await turnTo(plus(await now(), 15 * DAY));
    expect(codeOf(await asReader(giver, 'post', `/v1/gifts/${id}/taking-back`))).toBe('gift-kept');
    const answer = await buyer.as('post', `/v1/gifts/${id}/refund`, { reason: 'bought twice' });
    expect(answer.body).toMatchObject({ state: 'over', endReason: 'refunded' });
    const { body } = await buyer.as('get', `/v1/gifts/${id}`);
    expect(body).toMatchObject({ state: 'over', refunded: { amount: '15000', currency: 'USD' } });
    await turnTo(plus(await now(), HOUR));
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
    expect(await accountsOf(id)).toEqual({});
  });

  test('cannot be had back once it is taken', async () => {
    const { id, readerId: giver, code } = await give();
    await redeem(newId(), code);
    expect(codeOf(await asReader(giver, 'post', `/v1/gifts/${id}/taking-back`))).toBe('gift-taken');
    expect(codeOf(await buyer.as('post', `/v1/gifts/${id}/refund`, { reason: 'asked' }))).toBe('gift-taken');
  });

  test('given back at Stripe by staff ends the gift that was taken, and what was earned of it is taken back', async () => {
    const { id, code } = await give({ offer: 'gift-quarter' });
    const reader = newId();
    await redeem(reader, code);
    await turnTo(plus(await now(), 40 * DAY));
    const { rows } = await billing.sql.query('SELECT stripe_charge_id FROM gift WHERE id = $1', [id]);
    await billing.simulator.dashboard.refunds.create({ charge: rows[0].stripe_charge_id });
    await turnTo(plus(await now(), HOUR));

    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
    expect(await accountsOf(id)).toEqual({});
    expect((await toldOf(id)).at(-1)).toEqual(['subscription.ended', reader, 'ended', 'gift']);
  });
});

describe('case 27: a gift taken by one who pays already', () => {
  test('moves what is charged next behind it: no second of it is lost, and no charge of the path', async () => {
    const { subscription, readerId } = await buyer.buy('pays@meridian.example');
    const paidThrough = new Date(subscription.paidThrough ?? 0);
    const { code, id } = await give();

    const later = addMonths(paidThrough, 12);
    const { body: quote } = await quoteFor(readerId, code);
    const amount = { amount: '900', currency: 'USD' };
    expect(quote).toEqual({
      period: { from: paidThrough.toISOString(), until: later.toISOString() },
      moved: {
        before: { at: paidThrough.toISOString(), amount, phase: 'year_one' },
        next: { at: later.toISOString(), amount, phase: 'year_one' },
      },
    });
    const { next } = (quote as { moved: { next: object } }).moved;
    const withOther = { code, accepted: { ...next, at: paidThrough.toISOString() } };
    const refused = await asReader(readerId, 'post', '/v1/gift-codes/redemption', withOther);
    expect(codeOf(refused)).toBe('quote-outdated');

    const taken = await asReader(readerId, 'post', '/v1/gift-codes/redemption', { code, accepted: next });
    await redeem(readerId, code);
    expect(taken.body).toMatchObject({
      period: { from: paidThrough.toISOString(), until: later.toISOString() },
    });
    expect(await buyer.subscription(subscription.id)).toMatchObject({
      nextCharge: { phase: 'year_one', at: later.toISOString(), amount: { amount: '900' } },
    });
    await turnTo(plus(later, 2 * HOUR));
    expect(await buyer.paid(subscription.id)).toEqual(['100', '0', '900']);
    expect(await noticesOf(billing, readerId)).not.toHaveProperty('subscription-ended');
    expect(await accountsOf(id)).toEqual({ 'revenue:gift': -15_000 });
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  }, 60_000);

  test('who has cancelled reads on by it after the end of what is paid for', async () => {
    const { subscription, readerId } = await buyer.buy('leaves@meridian.example');
    await buyer.as('post', `/v1/subscriptions/${subscription.id}/cancel`, {});
    const { code } = await give();
    const { body: quote } = await quoteFor(readerId, code);
    const first = (await redeem(readerId, code)).body as { period: { from: string; until: string } };
    expect(quote).toEqual({ period: first.period, moved: null });
    expect(first.period.from).toBe(subscription.paidThrough);
    const { code: another } = await give({ offer: 'gift-quarter' });
    const second = (await redeem(readerId, another)).body as { period: { from: string } };
    expect(second.period.from).toBe(first.period.until);
  });

  test('whose payment is open is told to settle that first, and nobody has taken the gift', async () => {
    const { subscription, readerId } = await buyer.buy('owes@meridian.example', '4000 0000 0000 0341');
    await turnTo(plus(new Date(subscription.paidThrough ?? 0), 2 * HOUR));
    const { code } = await give();
    expect(codeOf(await quoteFor(readerId, code))).toBe('payment-outstanding');
    expect(codeOf(await redeem(readerId, code))).toBe('payment-outstanding');
    expect((await redeem(newId(), code)).status).toBe(200);
  });
});

describe('a subscription of one who reads by a gift', () => {
  const PERIOD = 28 * DAY;
  async function open(readerId: string) {
    const authorization = `Bearer ${await billing.readerToken(readerId)}`;
    const { body } = await buyer.open({ readerId }).set({ authorization }).expect(201);
    return body as { id: string; url: string };
  }
  async function buyAs(readerId: string): Promise<Answer> {
    const { id, url } = await open(readerId);
    await buyer.pay(url);
    return ((await buyer.complete(id)).body as { subscription: Answer }).subscription;
  }
  const untilOf = ({ body }: { body: object }): Date =>
    new Date((body as { period: { until: string } }).period.until);
  const chargedAt = ({ nextCharge }: Answer): number => new Date(nextCharge?.at ?? 0).getTime();

  test('is charged next behind it, says so in its first letter, and loses nothing of the introduction', async () => {
    const reader = newId();
    const until = untilOf(await redeem(reader, (await give({ offer: 'gift-quarter' })).code));
    await turnTo(plus(await now(), 30 * DAY));
    const subscription = await buyAs(reader);
    const behind = until.getTime() + PERIOD;

    expect(chargedAt(subscription)).toBeGreaterThanOrEqual(behind);
    expect(chargedAt(subscription)).toBeLessThan(behind + DAY);
    const { rows } = await billing.sql.query<{ at: string }>(
      `SELECT data->'facts'->>'nextChargeAt' AS at FROM outbox
       WHERE topic = 'billing.notice.v1' AND key = $1 AND data->>'kind' = 'purchase-confirmed'`,
      [reader],
    );
    expect(rows).toEqual([{ at: subscription.nextCharge?.at }]);
    await turnTo(plus(until, HOUR));
    expect(await noticesOf(billing, reader)).not.toHaveProperty('subscription-ended');
    await turnTo(plus(new Date(chargedAt(subscription)), 2 * HOUR));
    expect(await buyer.paid(subscription.id)).toEqual(['100', '0', '900']);
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  }, 60_000);

  test('whose cancellation is taken back is charged next behind the gift that was taken meanwhile, and once', async () => {
    const { subscription, readerId } = await buyer.buy('stays-after-all@meridian.example');
    const act = (what: string) => buyer.as('post', `/v1/subscriptions/${subscription.id}/${what}`, {});
    await act('cancel');
    const until = untilOf(await redeem(readerId, (await give()).code));
    await act('undo-cancel');

    const stays = await buyer.subscription(subscription.id);
    expect(stays).toMatchObject({ intent: 'renewing', nextCharge: { phase: 'year_one' } });
    expect(chargedAt(stays)).toBe(until.getTime());
    await act('cancel');
    await act('undo-cancel');
    expect(chargedAt(await buyer.subscription(subscription.id))).toBe(until.getTime());
    await turnTo(plus(until, 2 * HOUR));
    expect(await buyer.paid(subscription.id)).toEqual(['100', '0', '900']);
    expect(await noticesOf(billing, readerId)).not.toHaveProperty('subscription-ended');
  }, 60_000);

  test('is charged behind a gift that is taken in the instant in which it is paid, whichever is first', async () => {
    for (let n = 0; n < 6; n += 1) {
      const reader = newId();
      const { code } = await give();
      const { id, url } = await open(reader);
      await buyer.pay(url);
      const [taken, paid] = await Promise.all([redeem(reader, code), buyer.complete(id)]);
      expect(taken.status).toBe(200);
      const { subscription } = paid.body as { subscription: Answer };
      const { nextCharge } = await buyer.subscription(subscription.id);
      // Thirteen months from now, and neither twelve nor one.
      expect(new Date(nextCharge?.at ?? 0).getTime()).toBeGreaterThan(
        plus(await now(), 365 * DAY + PERIOD - HOUR).getTime(),
      );
    }
  }, 60_000);
});

test('a gift goes over with its reader, and with its giver, when they turn out to be accounts', async () => {
  const { id, readerId: giver, code } = await give();
  const [reader, account, giversAccount] = [newId(), newId(), newId()];
  await redeem(reader, code);
  await billing.merge(reader, account);
  await billing.merge(giver, giversAccount);

  expect(await giftsOf(account)).toMatchObject([{ id, role: 'reader' }]);
  expect(await giftsOf(giversAccount)).toMatchObject([{ id, role: 'giver' }]);
  expect((await toldOf(id)).slice(-2).map(([type, key, phase]) => [type, key, phase])).toEqual([
    ['subscription.transferred', reader, 'ended'],
    ['subscription.transferred', account, 'gift'],
  ]);
});
