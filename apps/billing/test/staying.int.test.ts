import { DAY, HOUR, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from './paper.ts';
import { cards, createBuyer, type Answer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { noticesOf, tie } from './looking.ts';

const PERIOD = 28 * DAY;

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

const turnTo = (at: Date) => billing.simulator.turnTo(at);
const on = (id: string, what: string) => `/v1/subscriptions/${id}/${what}`;
const offered = async (id: string) =>
  ((await buyer.as('get', on(id, 'save-offer'))).body as { offer: { amount: object } | null }).offer;
const bought = async (email: string) => {
  const { subscription, readerId } = await buyer.buy(email);
  const start = plus(new Date(subscription.paidThrough ?? 0), -PERIOD);
  return { id: subscription.id, readerId, start, orderNumber: subscription.orderNumber };
};
const codeOf = ({ body }: { body: object }) => (body as { code?: string }).code;

describe('one who has cancelled', () => {
  test('case 23: may stay for a while at less, once, at the list price only; nobody is asked before', async () => {
    const { id, start, readerId } = await bought('stays@meridian.example');
    expect(await offered(id)).toBeNull();
    await buyer.as('post', on(id, 'cancel'));
    expect(await offered(id)).toBeNull();
    await buyer.as('post', on(id, 'undo-cancel'));
    await turnTo(plus(start, 3 * PERIOD + 2 * HOUR));
    await buyer.as('post', on(id, 'cancel'));
    expect(await offered(id)).toBeNull();
    await buyer.as('post', on(id, 'undo-cancel'));
    await turnTo(plus(start, 14 * PERIOD + 2 * HOUR));
    await buyer.as('post', on(id, 'cancel'));

    expect(await offered(id)).toMatchObject({ charges: 3, amount: { amount: '900' } });
    const amount = { amount: '900', currency: 'USD' };
    const stayed = await buyer.as('post', on(id, 'save-offer'), { amount });
    expect(stayed.body).toMatchObject({ intent: 'renewing', nextCharge: { amount } });
    await buyer.as('post', on(id, 'save-offer'), { amount });
    await turnTo(plus(start, 18 * PERIOD + 2 * HOUR));
    expect((await buyer.paid(id)).slice(14)).toEqual(['1500', '900', '900', '900', '1500']);
    await buyer.as('post', on(id, 'cancel'));
    expect(await offered(id)).toBeNull();
    expect(codeOf(await buyer.as('post', on(id, 'save-offer'), { amount }))).toBe('save-offer-not-available');
    expect(await noticesOf(billing, readerId)).toMatchObject({ 'step-up-notice': 2 });
  }, 60_000);
});

describe('one who is gone', () => {
  test('may come back at less some time later, and pays the list price from the fourth charge on', async () => {
    const { id, start, readerId } = await bought('returns@meridian.example');
    await buyer.as('post', on(id, 'cancel'));
    const offer = catalogue.find(({ key }) => key === 'digital-return')!;
    const order = {
      readerId,
      offer: offer.key,
      returnTo: '/account',
      consent: { version: offer.consent.version, accepted: true },
    };
    const winBack = async () =>
      ((await buyer.as('get', `/v1/readers/${readerId}/win-back`)).body as { offer: object | null }).offer;
    await turnTo(plus(start, PERIOD + DAY));
    expect(await winBack()).toBeNull();
    expect(codeOf(await buyer.as('post', '/v1/checkouts', order))).toBe('offer-not-on-sale');
    await turnTo(plus(start, PERIOD + 15 * DAY));
    expect(await winBack()).toMatchObject({ key: 'digital-return' });

    const opened = await buyer.as('post', '/v1/checkouts', order);
    const { id: checkout, url } = opened.body as { id: string; url: string };
    await buyer.pay(url, cards.good);
    const { body } = await buyer.complete(checkout);
    const back = (body as { subscription: Answer }).subscription;
    expect(back).toMatchObject({ phase: 'return', standing: 'ok' });
    await turnTo(plus(await billing.simulator.now(), 3 * PERIOD + 2 * HOUR));
    expect(await buyer.paid(back.id)).toEqual(['900', '900', '900', '1500']);
    expect(await winBack()).toBeNull();
  }, 60_000);

  test('is not offered to strangers: the offer is in no list', async () => {
    const { body } = await billing.api.get('/v1/offers').expect(200);
    const listed = (body as { data: { key: string }[] }).data.map(({ key }) => key);
    const forAll = catalogue.filter(({ audience }) => audience === undefined);
    expect(listed.toSorted()).toEqual(forAll.map(({ key }) => key).toSorted());
    expect(listed).not.toContain('digital-return');
    const consent = { version: 'digital-return-v1-2026-03', accepted: true };
    const refused = await buyer.open({ email: 'new@meridian.example', offer: 'digital-return', consent });
    expect(codeOf(refused)).toBe('offer-not-on-sale');
  });
});

describe('withdrawing from the contract', () => {
  const claim = (email: string, orderNumber: string) => ({ email, orderNumber });

  test('needs no account, gives back what was paid, ends at once, and has one certificate', async () => {
    const email = 'withdraws@meridian.example';
    const { id, start, readerId, orderNumber } = await bought(email);
    await turnTo(plus(start, 3 * DAY));
    const mine = claim(email, orderNumber.toLowerCase());

    const { body: quote } = await billing.api.post('/v1/withdrawals/quote').send(mine).expect(200);
    expect(quote).toMatchObject({ refund: { amount: '100' }, until: plus(start, 14 * DAY).toISOString() });
    const done = await billing.api
      .post('/v1/withdrawals')
      .send({ ...mine, quote })
      .expect(200);
    const again = await billing.api
      .post('/v1/withdrawals')
      .send({ ...mine, quote })
      .expect(200);

    expect(done.body).toEqual({
      certificateNumber: `${orderNumber}-W`,
      refund: { amount: '100', currency: 'USD' },
    });
    expect(again.body).toEqual(done.body);
    const after = await buyer.subscription(id);
    expect(after).toMatchObject({ phase: 'ended', endReason: 'withdrawn' });
    expect(after.paidThrough).toBe(after.endedAt);
    expect((await buyer.charges(id)).map(({ refunded }) => refunded.amount)).toEqual(['100']);
    await turnTo(plus(start, 3 * PERIOD));
    expect(await buyer.paid(id)).toEqual(['100']);
    expect(await noticesOf(billing, readerId)).toMatchObject({
      'withdrawal-certificate': 1,
      'refund-issued': 1,
    });
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  }, 60_000);

  test('does not say which orders there are, and is over after its time', async () => {
    const { start, orderNumber } = await bought('owner@meridian.example');
    const ask = (body: object) => billing.api.post('/v1/withdrawals/quote').send(body);

    expect(codeOf(await ask(claim('other@meridian.example', orderNumber)))).toBe('withdrawal-not-found');
    expect(codeOf(await ask(claim('owner@meridian.example', 'AAAA-BBBB-CCC')))).toBe('withdrawal-not-found');
    await turnTo(plus(start, 14 * DAY));
    expect(codeOf(await ask(claim('owner@meridian.example', orderNumber)))).toBe('withdrawal-over');
  });
});
