import { DAY, HOUR, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { tie, typesOf } from './looking.ts';

const PERIOD = 28 * DAY;

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling({ settings: { REFUND_LIMIT: '2000' } });
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

const turnTo = (at: Date) => billing.simulator.turnTo(at);
const on = (id: string, what: string) => `/v1/subscriptions/${id}/${what}`;
const bought = async (email: string) => {
  const { subscription } = await buyer.buy(email);
  return { id: subscription.id, start: plus(new Date(subscription.paidThrough ?? 0), -PERIOD) };
};
const codeOf = ({ body }: { body: object }) => (body as { code?: string }).code;
const audited = async (subject: string) => {
  const { body } = await buyer.as('get', `/v1/audit?subject=${subject}`);
  return (body as { data: { action: string; facts: object }[] }).data.map(({ action, facts }) => ({
    action,
    facts,
  }));
};

describe('the introduction', () => {
  test('case 14: can be skipped: the unused part comes off as quoted, and thirteen reduced charges stay thirteen', async () => {
    const { id, start } = await bought('skips@meridian.example');
    await turnTo(plus(start, 7 * DAY));

    const { body: quote } = await buyer.as('get', on(id, 'skip-intro'));
    const skipped = await buyer.as('post', on(id, 'skip-intro'), quote as object);
    await buyer.as('post', on(id, 'skip-intro'), quote as object);

    expect(quote).toMatchObject({ due: { amount: '825' } });
    expect(skipped.body).toMatchObject({
      phase: 'year_one',
      standing: 'ok',
      nextCharge: { phase: 'year_one' },
    });
    await turnTo(plus(start, 7 * DAY + 13 * PERIOD + 3 * HOUR));
    expect(await buyer.paid(id)).toEqual(['100', '825', ...Array<string>(12).fill('900'), '1500']);
    expect((await typesOf(billing, id)).slice(0, 3)).toEqual([
      'subscription.trial-started',
      'subscription.converted',
      'subscription.renewed',
    ]);
    expect(codeOf(await buyer.as('get', on(id, 'skip-intro')))).toBe('not-in-introduction');
  }, 60_000);
});

describe('what staff give', () => {
  test('the next period: read without a charge, and all that was promised comes a period later', async () => {
    const { id, start } = await bought('comped@meridian.example');
    const after = plus(start, PERIOD).toISOString();

    const { body: quote } = await buyer.as('get', on(id, 'comp'));
    expect(quote).toEqual({
      after,
      until: plus(start, 2 * PERIOD).toISOString(),
      before: { at: after, amount: { amount: '900', currency: 'USD' }, phase: 'year_one' },
      next: {
        at: plus(start, 2 * PERIOD).toISOString(),
        amount: { amount: '900', currency: 'USD' },
        phase: 'year_one',
      },
    });
    const wish = { ...(quote as { next: object }), reason: 'we were down for a day' };
    const other = { ...wish, next: { ...wish.next, amount: { amount: '800', currency: 'USD' } } };
    expect(codeOf(await buyer.as('post', on(id, 'comp'), other))).toBe('quote-outdated');

    const comped = await buyer.as('post', on(id, 'comp'), wish);
    await buyer.as('post', on(id, 'comp'), wish);

    expect(comped.body).toMatchObject({
      paidThrough: plus(start, 2 * PERIOD).toISOString(),
      nextCharge: { at: plus(start, 2 * PERIOD).toISOString(), amount: { amount: '900' } },
    });
    await turnTo(plus(start, 15 * PERIOD + 2 * HOUR));
    expect(await buyer.paid(id)).toEqual(['100', '0', ...Array<string>(13).fill('900'), '1500']);
    expect((await typesOf(billing, id)).filter((type) => type.endsWith('converted'))).toHaveLength(1);
    expect(await audited(id)).toEqual([
      { action: 'subscription.comp', facts: { after, reason: 'we were down for a day' } },
    ]);
  }, 60_000);

  test('a sum to their credit: the next invoices use it up, the card pays the rest, and the books tie', async () => {
    const { id, start } = await bought('credited@meridian.example');
    const give = async (key: string, amount: string, currency = 'USD') =>
      billing.api
        .post(on(id, 'credit'))
        .set('authorization', `Bearer ${await billing.tokenOf('dev')}`)
        .set('idempotency-key', key)
        .send({ amount: { amount, currency }, reason: 'a broken week' });

    expect((await buyer.as('get', '/v1/approval-limit')).body).toEqual({ limit: '2000' });
    expect((await give('one', '1000')).status).toBe(201);
    expect((await give('one', '1000')).status).toBe(201);
    expect(codeOf(await give('one', '1001'))).toBe('idempotency-key-reused');
    expect(codeOf(await give('two', '2001'))).toBe('refund-needs-approval');
    await turnTo(plus(start, 3 * PERIOD + 2 * HOUR));

    expect(await buyer.paid(id)).toEqual(['100', '900', '900', '900']);
    const { rows } = await billing.sql.query(
      'SELECT credited::int FROM charge WHERE subscription_id = $1 ORDER BY period_index',
      [id],
    );
    expect(rows.map(({ credited }: { credited: number }) => credited)).toEqual([0, 900, 100, 0, 0]);
    const charges = await buyer.charges(id);
    expect(codeOf(await buyer.refund(charges[1]!.id, 'r1'))).toBe('charge-not-paid');
    expect(codeOf(await buyer.refund(charges[2]!.id, 'r2', 801n))).toBe('refund-exceeds-payment');
    expect((await buyer.as('get', '/v1/reconciliation')).body).toMatchObject({
      receivables: [],
      openCases: [],
    });
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  }, 60_000);
});
