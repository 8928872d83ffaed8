import { DAY, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startImporting, type Importing } from './importing.ts';
import { noticesOf, tie, typesOf } from './looking.ts';

let { billing, buyer, prices, soldBefore, take, invoicesOf, readerOf } = {} as Importing;
beforeAll(async () => {
  ({ billing, buyer, prices, soldBefore, take, invoicesOf, readerOf } = await startImporting());
});
afterAll(() => billing.close());

/** What a person would have to look at. */
async function casesOf(customer: string): Promise<object[]> {
  const { rows } = await billing.sql.query<object>(
    `SELECT kind FROM review_case k JOIN subscription s ON s.id = k.subscription_id WHERE s.stripe_customer_id = $1`,
    [customer],
  );
  return rows;
}

describe('whoever was taken over', () => {
  test('is charged nothing again, then what they are used to, on the day they are used to', async () => {
    const sold = await soldBefore('used-to@it.example', prices.old);
    const [row] = await take([{ email: 'used-to@it.example', stripeSubscriptionId: sold.id }]);
    const id = row?.subscriptionId ?? '';

    expect(await buyer.subscription(id)).toMatchObject({
      phase: 'imported',
      standing: 'ok',
      intent: 'renewing',
      paidThrough: sold.until.toISOString(),
      nextCharge: { at: sold.until.toISOString(), amount: { amount: '1200' }, phase: 'standard' },
    });
    expect(await noticesOf(billing, await readerOf(id))).toEqual({ 'subscription-imported': 1 });
    expect(await typesOf(billing, id)).toEqual(['subscription.started']);

    await billing.simulator.turnTo(plus(sold.until, DAY));

    expect(await buyer.paid(id)).toEqual(['0', '1200']);
    expect(await invoicesOf(sold.customer)).toBe(2);
    expect(await typesOf(billing, id)).toEqual(['subscription.started', 'subscription.renewed']);
    expect(await tie(billing)).toMatchObject({ differences: ['0'] });
    const { rows } = await billing.sql.query(
      `SELECT sum(amount)::int AS sum FROM ledger_line WHERE account = 'receivable'`,
    );
    expect(rows).toEqual([{ sum: 0 }]);

    expect(await casesOf(sold.customer)).toEqual([]);

    await buyer.as('post', `/v1/subscriptions/${id}/cancel`, {});
    expect(await buyer.subscription(id)).toMatchObject({ intent: 'cancelling' });
  });

  test('has what was paid before, and what is given back of that, in the books of before', async () => {
    const { dashboard, fault, url } = billing.simulator;
    // Whoever looks at the balance meanwhile takes the payment for that of a stranger.
    const away = { fault: { kind: 'server-error' }, method: 'GET', path: '/v1/balance_transactions' };
    await fault({ ...away, times: 1_000 });
    const sold = await soldBefore('paid-before@it.example', prices.old);
    await take([{ email: 'paid-before@it.example', stripeSubscriptionId: sold.id }]);
    await fetch(new URL('/_sim/faults', url), { method: 'DELETE' });
    const [charge] = (await dashboard.charges.list({ customer: sold.customer })).data;
    const refund = await dashboard.refunds.create({ charge: charge?.id ?? '', amount: 100 });

    expect(await tie(billing)).toMatchObject({ differences: ['0'] });
    const { rows } = await billing.sql.query(
      `SELECT amount::int FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id
       WHERE e.source = ANY($1) AND account = 'opening' ORDER BY 1`,
      [[charge?.id, refund.id]],
    );
    expect(rows).toEqual([{ amount: -1200 }, { amount: 100 }]);
  });

  test('had it in suspense while nobody knew whose it was, and no more', async () => {
    const sold = await soldBefore('a-stranger@it.example', prices.old);
    await tie(billing);
    const [charge] = (await billing.simulator.dashboard.charges.list({ customer: sold.customer })).data;
    const strangers = async () => {
      const { rows } = await billing.sql.query<object>(
        `SELECT closed_at IS NULL AS open, resolution FROM review_case WHERE facts ->> 'source' = $1`,
        [charge?.id],
      );
      const listed = await buyer.as('get', '/v1/suspense?limit=100');
      return [
        ...rows,
        (listed.body.data as { source: string }[]).filter(({ source }) => source === charge?.id).length,
      ];
    };
    expect(await strangers()).toEqual([{ open: true, resolution: null }, 1]);

    await take([{ email: 'a-stranger@it.example', stripeSubscriptionId: sold.id }]);

    expect(await strangers()).toEqual([
      { open: false, resolution: 'Paid before its subscription was taken over.' },
      0,
    ]);
    const { rows } = await billing.sql.query(
      `SELECT account, sum(amount)::int AS amount FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id
       WHERE e.source = $1 AND account IN ('suspense', 'opening') GROUP BY 1 ORDER BY 1`,
      [charge?.id],
    );
    expect(rows).toEqual([
      { account: 'opening', amount: -1200 },
      { account: 'suspense', amount: 0 },
    ]);
    expect(await tie(billing)).toMatchObject({ differences: ['0'] });
  });

  test('keeps the price they are used to when their course is changed', async () => {
    const sold = await soldBefore('course@it.example', prices.old);
    const [row] = await take([{ email: 'course@it.example', stripeSubscriptionId: sold.id }]);
    const id = row?.subscriptionId ?? '';
    await buyer.as('post', `/v1/subscriptions/${id}/pause`, {
      until: plus(sold.until, 20 * DAY).toISOString(),
    });
    await billing.simulator.turnTo(plus(sold.until, 21 * DAY));

    expect(await buyer.paid(id)).toEqual(['0', '1200']);
  });

  test('without a card reads to the end of what was paid for, which takes nothing to come and is told', async () => {
    const until = plus(await billing.simulator.now(), 10 * DAY);
    const [row] = await take([{ email: 'no-card@it.example', paidThrough: until.toISOString() }]);
    const id = row?.subscriptionId ?? '';
    const readerId = await readerOf(id);
    const undone = await buyer.as('post', `/v1/subscriptions/${id}/undo-cancel`);

    expect(await buyer.subscription(id)).toMatchObject({ intent: 'cancelling', nextCharge: null });
    expect(undone.body).toMatchObject({ code: 'nothing-renews' });

    await billing.simulator.turnTo(until);

    expect(await buyer.subscription(id)).toMatchObject({
      phase: 'ended',
      endReason: 'cancelled',
      endedAt: until.toISOString(),
      paidThrough: until.toISOString(),
    });
    expect(await noticesOf(billing, readerId)).toEqual({
      'subscription-imported': 1,
      'subscription-ended': 1,
    });
  });

  test('without a card may subscribe before that end; the days that are left of it go behind what they bought', async () => {
    const until = plus(await billing.simulator.now(), 40 * DAY);
    const [row] = await take([{ email: 'buys@it.example', paidThrough: until.toISOString() }]);
    const readerId = await readerOf(row?.subscriptionId ?? '');
    const token = await billing.readerToken(readerId);
    const opened = await buyer.open({ readerId }).set('authorization', `Bearer ${token}`).expect(201);
    const { id, url } = opened.body as { id: string; url: string };
    await buyer.pay(url, undefined, 'buys@it.example');
    await buyer.complete(id);

    const bought = await buyer.subscription(id);
    const end = new Date(bought.paidThrough ?? '');
    expect(await buyer.subscription(row?.subscriptionId ?? '')).toMatchObject({ endReason: 'duplicate' });
    expect(bought).toMatchObject({
      intent: 'renewing',
      nextCharge: { at: bought.paidThrough, amount: { amount: '900' } },
    });
    const days = (end.getTime() - until.getTime()) / DAY;
    expect(days).toBeGreaterThan(27);
    expect(days).toBeLessThan(29);
    expect(await noticesOf(billing, readerId)).toMatchObject({
      'subscription-imported': 1,
      'purchase-confirmed': 1,
    });

    await billing.simulator.turnTo(plus(end, -DAY));
    expect(await buyer.paid(id)).toEqual(['100', '0']);
    await billing.simulator.turnTo(plus(end, DAY));
    expect(await buyer.paid(id)).toEqual(['100', '0', '900']);
  });

  test('and becomes a reader who pays already keeps the days that are left, behind what is paid for', async () => {
    const { readerId, subscription } = await buyer.buy('pays-already@it.example');
    const until = plus(await billing.simulator.now(), 40 * DAY);
    const [row] = await take([{ email: 'paid-elsewhere@it.example', paidThrough: until.toISOString() }]);
    const before = await buyer.subscription(subscription.id);
    await billing.merge(await readerOf(row?.subscriptionId ?? ''), readerId);

    const end = plus(new Date(before.paidThrough ?? ''), 40 * DAY);
    const after = await buyer.subscription(subscription.id);
    expect(after.paidThrough).toBe(end.toISOString());
    expect(after).toMatchObject({
      intent: 'renewing',
      nextCharge: { at: after.paidThrough, amount: { amount: '900' } },
    });
    expect(await buyer.subscription(row?.subscriptionId ?? '')).toMatchObject({ readerId });

    await billing.simulator.turnTo(plus(end, DAY));
    expect(await buyer.paid(subscription.id)).toEqual(['100', '0', '900']);
    expect(await buyer.subscription(row?.subscriptionId ?? '')).toMatchObject({ endReason: 'duplicate' });
  });

  test('and becomes a reader who has cancelled is a case for a person, who knows the days', async () => {
    const { readerId, subscription } = await buyer.buy('has-cancelled@it.example');
    const until = plus(await billing.simulator.now(), 40 * DAY);
    const [row] = await take([{ email: 'paid-there@it.example', paidThrough: until.toISOString() }]);
    await buyer.as('post', `/v1/subscriptions/${subscription.id}/cancel`, {});
    await billing.merge(await readerOf(row?.subscriptionId ?? ''), readerId);

    const { rows } = await billing.sql.query(`SELECT facts FROM review_case WHERE kind = 'paid-elsewhere'`);
    expect(rows).toEqual([
      { facts: { days: '40', subscriptionId: subscription.id, because: 'subscription-cancelling' } },
    ]);
  });
});
