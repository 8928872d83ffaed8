import { DAY, HOUR, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBuyer, type Answer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { noticesOf, tie, typesOf } from './looking.ts';

const PERIOD = 28 * DAY;

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

const turnTo = (at: Date) => billing.simulator.turnTo(at);
const endOf = (answer: { paidThrough: string | null }): Date => new Date(answer.paidThrough ?? 0);
const on = (id: string, what: string) => `/v1/subscriptions/${id}/${what}`;

type Quote = {
  at: string;
  from: string;
  due: { amount: string };
  next: { at: string; amount: { amount: string } };
};

const quote = async (id: string, offer: string): Promise<Quote> =>
  (await buyer.as('get', `${on(id, 'plan-change')}?offer=${offer}`)).body as Quote;
const changeTo = async (id: string, offer: string) => {
  const quoted = await quote(id, offer);
  const { body } = await buyer.as('post', on(id, 'plan-change'), quoted);
  return { quoted, changed: body as Answer & { change: { at: string } | null; offer: string } };
};

const boughtAndPaid = async (email: string, charges: number, offer = 'digital') => {
  const bought = await buyer.buy(email, undefined, offer);
  const start = plus(endOf(bought.subscription), -PERIOD);
  if (charges > 0) await turnTo(plus(start, charges * PERIOD + 2 * HOUR));
  return { ...bought, id: bought.subscription.id, start };
};

describe('another plan', () => {
  test('is one of those that billing names: no other way into the same, no student’s, no team’s', async () => {
    const { id } = await boughtAndPaid('looking@meridian.example', 0);
    const { body } = await buyer.as('get', on(id, 'plans'));
    const plans = (body as { data: { key: string }[] }).data.map(({ key }) => key);
    expect(plans).toContain('digital-yearly');
    for (const key of plans) await quote(id, key);

    const { body: sold } = await billing.api.get('/v1/offers');
    const others = (sold as { data: { key: string }[] }).data.filter(({ key }) => !plans.includes(key));
    expect(others.map(({ key }) => key)).toContain('digital');
    for (const { key } of others)
      expect((await buyer.as('get', `${on(id, 'plan-change')}?offer=${key}`)).body).toMatchObject({
        code: 'plan-not-available',
      });
  });

  test('case 13: by the year, from the introduction: its days stay, nothing is due today, and the first year comes on the same day', async () => {
    const { id, start } = await boughtAndPaid('yearly-at-once@meridian.example', 0);

    const { quoted, changed } = await changeTo(id, 'digital-yearly');
    // Thirteen reductions of $6 come off $180.
    expect(quoted).toMatchObject({ due: { amount: '0' }, next: { amount: { amount: '10200' } } });
    expect(changed).toMatchObject({ phase: 'intro', paidThrough: plus(start, PERIOD).toISOString() });
    expect(changed.nextCharge).toMatchObject({ at: plus(start, PERIOD).toISOString() });
    expect(await buyer.paid(id)).toEqual(['100']);

    await turnTo(plus(start, PERIOD + 2 * HOUR));
    expect(await buyer.paid(id)).toEqual(['100', quoted.next.amount.amount]);
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  }, 60_000);

  test('case 15: by the year: what is left of the first year comes off the first year, and nobody gets a second one', async () => {
    const { id, start, readerId } = await boughtAndPaid('yearly@meridian.example', 3);

    const { quoted, changed } = await changeTo(id, 'digital-yearly');
    expect(quoted).toMatchObject({ due: { amount: '0' }, next: { amount: { amount: '12000' } } });
    expect(changed).toMatchObject({ offer: 'digital-yearly', nextCharge: { amount: { amount: '12000' } } });
    expect(new Date(changed.nextCharge?.at ?? 0)).toEqual(plus(start, 4 * PERIOD));
    const again = (await buyer.as('post', on(id, 'plan-change'), quoted)).body as Answer;
    expect(again.revision).toBe(changed.revision);

    await turnTo(plus(start, 4 * PERIOD + 2 * HOUR));
    expect(await buyer.paid(id)).toEqual(['100', '900', '900', '900', '12000']);
    expect(await buyer.subscription(id)).toMatchObject({
      phase: 'year_one',
      standing: 'ok',
      nextCharge: { phase: 'standard', amount: { amount: '18000' } },
    });
    await turnTo(plus(start, 4 * PERIOD + 367 * DAY));
    expect((await buyer.paid(id)).at(-1)).toBe('18000');
    expect(await noticesOf(billing, readerId)).toMatchObject({ 'plan-changed': 1 });
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  }, 60_000);

  test('a dearer one begins at once: the unused part comes off, as quoted to the cent, and thirteen reduced charges stay thirteen', async () => {
    const { id } = await boughtAndPaid('upgrade@meridian.example', 1, 'reading');
    await turnTo(plus(await billing.simulator.now(), 10 * DAY));

    const { quoted, changed } = await changeTo(id, 'digital');
    // Of $6 for 28 days about 17.9 are left, and $9 are due.
    expect(Number(quoted.due.amount)).toBeGreaterThan(500);
    expect(Number(quoted.due.amount)).toBeLessThan(530);
    expect((await buyer.paid(id)).at(-1)).toBe(quoted.due.amount);
    expect(changed).toMatchObject({
      offer: 'digital',
      standing: 'ok',
      nextCharge: { amount: { amount: '900' } },
    });

    const began = plus(endOf(changed), -PERIOD);
    await turnTo(plus(began, 13 * PERIOD + 2 * HOUR));
    expect(await buyer.paid(id)).toEqual([
      '100',
      '600',
      quoted.due.amount,
      ...Array<string>(11).fill('900'),
      '1500',
      '1500',
    ]);
    const { rows } = await billing.sql.query(`SELECT count(*)::int AS open FROM review_case`);
    expect(rows).toEqual([{ open: 0 }]);
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  }, 60_000);

  test('case 16: a smaller one begins when what is paid for is used up, and can be taken back until then', async () => {
    const { id, start } = await boughtAndPaid('smaller@meridian.example', 2);

    const { changed } = await changeTo(id, 'reading');
    expect(changed).toMatchObject({ offer: 'reading', nextCharge: { amount: { amount: '600' } } });
    expect(changed.change?.at).toBe(plus(start, 3 * PERIOD).toISOString());
    expect(await refusal('post', on(id, 'pause'), { until: plus(start, 4 * PERIOD).toISOString() })).toBe(
      'change-pending',
    );
    const kept = (await buyer.as('post', on(id, 'plan-change/undo'))).body as Answer;
    expect(kept).toMatchObject({ offer: 'digital', change: null, nextCharge: { amount: { amount: '900' } } });
    await changeTo(id, 'reading');
    await turnTo(plus(start, 3 * PERIOD + 2 * HOUR));

    expect(await buyer.paid(id)).toEqual(['100', '900', '900', '600']);
    await turnTo(plus(start, 15 * PERIOD + 2 * HOUR));
    expect((await buyer.paid(id)).slice(3)).toEqual([...Array<string>(11).fill('600'), '1000', '1000']);
    const { rows } = await billing.sql.query('SELECT bundle FROM subscription WHERE id = $1', [id]);
    expect(rows).toEqual([{ bundle: 'reading' }]);
  }, 60_000);

  test('is refused where it makes no sense, with a reason that stays', async () => {
    const { id } = await boughtAndPaid('refused@meridian.example', 0);

    expect(await refusal('get', `${on(id, 'plan-change')}?offer=digital`)).toBe('plan-not-available');
    // It begins otherwise, and is the same plan.
    expect(await refusal('get', `${on(id, 'plan-change')}?offer=digital-straight`)).toBe(
      'plan-not-available',
    );
    expect(await refusal('get', `${on(id, 'plan-change')}?offer=nothing`)).toBe('offer-not-on-sale');
    const quoted = await quote(id, 'reading');
    const dearer = { ...quoted, next: { ...quoted.next, amount: { amount: '1', currency: 'USD' } } };
    expect(await refusal('post', on(id, 'plan-change'), dearer)).toBe('quote-outdated');
    await buyer.as('post', on(id, 'cancel'));
    expect(await refusal('post', on(id, 'plan-change'), quoted)).toBe('subscription-cancelling');
  });
});

describe('a pause', () => {
  test('is read to the end of what is paid for, rests without a charge, and goes on where it was', async () => {
    const { id, start, readerId } = await boughtAndPaid('pauses@meridian.example', 2);
    const back = plus(start, 4 * PERIOD + 5 * DAY);

    const { body } = await buyer.as('post', on(id, 'pause'), { until: back.toISOString() });
    expect(body).toMatchObject({
      pause: { from: plus(start, 3 * PERIOD).toISOString(), until: back.toISOString() },
      paidThrough: plus(start, 3 * PERIOD).toISOString(),
      nextCharge: { at: back.toISOString(), amount: { amount: '900' } },
    });
    await buyer.as('post', on(id, 'pause'), { until: back.toISOString() });
    await turnTo(plus(back, -HOUR));
    expect(await buyer.paid(id)).toHaveLength(3);
    await turnTo(plus(back, 2 * HOUR));
    expect(await buyer.subscription(id)).toMatchObject({ pause: null, standing: 'ok' });

    await turnTo(plus(back, 11 * PERIOD + 2 * HOUR));
    expect(await buyer.paid(id)).toEqual(['100', ...Array<string>(13).fill('900'), '1500']);
    const types = await typesOf(billing, id);
    expect(types.filter((type) => /pause|resume/.test(type))).toEqual([
      'subscription.paused',
      'subscription.resumed',
    ]);
    expect(await noticesOf(billing, readerId)).toMatchObject({ paused: 1, 'step-up-notice': 1 });
  }, 60_000);

  test('ends earlier when the reader is back earlier: charged at once', async () => {
    const { id, start } = await boughtAndPaid('back@meridian.example', 1);
    await buyer.as('post', on(id, 'pause'), { until: plus(start, 4 * PERIOD).toISOString() });
    await turnTo(plus(start, 2 * PERIOD + 3 * DAY));

    const { body } = await buyer.as('post', on(id, 'resume'));
    expect(body).toMatchObject({ pause: null, standing: 'ok' });
    expect(await buyer.paid(id)).toEqual(['100', '900', '900']);
    expect(endOf(body as Answer).getTime()).toBeGreaterThan(
      plus(start, 3 * PERIOD + 3 * DAY - HOUR).getTime(),
    );
  }, 60_000);

  test('may not last longer, nor come more often, than the publisher says', async () => {
    const { id, start } = await boughtAndPaid('often@meridian.example', 1);
    const until = (days: number) => ({ until: plus(start, 2 * PERIOD + days * DAY).toISOString() });

    expect(await refusal('post', on(id, 'pause'), until(85))).toBe('pause-too-long');
    expect(await refusal('post', on(id, 'pause'), until(0))).toBe('pause-too-long');
    for (const days of [10, 20]) {
      await buyer.as('post', on(id, 'pause'), until(days));
      await buyer.as('post', on(id, 'resume'));
    }
    expect(await refusal('post', on(id, 'pause'), until(30))).toBe('pause-too-often');
  });

  test('a reader who cancels while it rests is not charged again', async () => {
    const { id, start } = await boughtAndPaid('leaves@meridian.example', 1);
    await buyer.as('post', on(id, 'pause'), { until: plus(start, 4 * PERIOD).toISOString() });

    const { body } = await buyer.as('post', on(id, 'cancel'));
    expect(body).toMatchObject({ intent: 'cancelling', nextCharge: null });
    await turnTo(plus(start, 5 * PERIOD));
    expect(await buyer.subscription(id)).toMatchObject({ phase: 'ended', endReason: 'cancelled' });
    expect(await buyer.paid(id)).toEqual(['100', '900']);
  }, 60_000);
});

async function refusal(method: 'get' | 'post', where: string, body?: object): Promise<string> {
  return ((await buyer.as(method, where, body)).body as { code: string }).code;
}
