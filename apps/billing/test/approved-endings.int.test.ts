import { DAY, HOUR, plus } from '@gatefold/kernel';
import { anId } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tie } from './looking.ts';
import { twoPeople, type TwoPeople } from './two-people.ts';

let { billing, buyer, nora, ben, post, look, decide, subscribed, backOf, askToEnd } = {} as TwoPeople;
beforeAll(async () => {
  ({ billing, buyer, nora, ben, post, look, decide, subscribed, backOf, askToEnd } = await twoPeople());
});
afterAll(() => billing.close());

async function asked(id: string) {
  const { body } = await askToEnd(id);
  expect(body).toMatchObject({ kind: 'cancel-now', state: 'waiting', subscriptionId: id, obstacle: null });
  return body as { id: string; amount: { amount: string } };
}

const phaseOf = async (id: string) => (await look(`/v1/subscriptions/${id}`)).phase as string;

describe('ending at once above the limit', () => {
  const instantsOf = async (id: string) => {
    const paidThrough = new Date((await look(`/v1/subscriptions/${id}`)).paidThrough as string);
    return { running: plus(paidThrough, -18 * DAY), over: plus(paidThrough, 2 * HOUR) };
  };

  test('waits for a second person, goes on until then, and gives back once what was quoted', async () => {
    const { id, paid } = await subscribed();
    const quote = await look(`/v1/subscriptions/${id}/cancel-now`);
    expect(quote).toMatchObject({ isAlone: false });
    const alone = await post(nora, `/v1/subscriptions/${id}/cancel-now`, quote);
    expect([alone.body.code, await phaseOf(id)]).toEqual(['refund-needs-approval', 'intro']);

    const request = await asked(id);
    expect((await askToEnd(id)).body.code).toBe('request-waiting');
    await billing.simulator.turnTo((await instantsOf(id)).running);
    expect([await phaseOf(id), await backOf(paid)]).toEqual(['intro', 0]);
    expect((await decide(nora, request.id, 'approved')).body.code).toBe('second-person-required');

    const both = await Promise.all([
      decide(ben, request.id, 'approved'),
      decide(ben, request.id, 'approved'),
    ]);
    expect(both.map(({ body }) => body.state)).toEqual(['approved', 'approved']);
    expect((await decide(ben, request.id, 'approved')).body).toMatchObject({
      outcome: 'done',
      obstacle: null,
    });
    expect([await phaseOf(id), String(await backOf(paid))]).toEqual(['ended', request.amount.amount]);
    const actions = (await look(`/v1/audit?subject=${id}`)).data as { action: string; actor: string }[];
    expect(actions.filter(({ action }) => action === 'subscription.cancel-now')).toMatchObject([
      { actor: `finance:${anId(2)}` },
    ]);
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  }, 60_000);

  test('is done no more in another period than that of which the sum was quoted; then it is declined', async () => {
    const { id, paid } = await subscribed();
    const request = await asked(id);
    await billing.simulator.turnTo((await instantsOf(id)).over);

    expect((await decide(ben, request.id, 'approved')).body.code).toBe('quote-outdated');
    const found = await look(`/v1/approval-requests/${request.id}`);
    expect(found).toMatchObject({ outcome: 'missing', obstacle: 'quote-outdated' });
    expect((await decide(nora, request.id, 'rejected', 'ask anew')).body).toMatchObject({
      state: 'rejected',
    });
    expect([await phaseOf(id), await backOf(paid)]).toEqual(['year_one', 0]);
  }, 60_000);

  test('is not taken for done when it was ended another way meanwhile', async () => {
    const { id } = await subscribed();
    const request = await asked(id);
    await buyer.as('post', `/v1/subscriptions/${id}/cancel`, {});
    const { rows } = await billing.sql.query(
      'SELECT stripe_subscription_id AS stripe FROM subscription WHERE id = $1',
      [id],
    );
    await billing.simulator.dashboard.subscriptions.cancel(rows[0].stripe);
    await billing.simulator.turnTo(await billing.simulator.now());

    expect((await decide(ben, request.id, 'approved')).body.code).toBe('subscription-ended');
    expect(await look(`/v1/approval-requests/${request.id}`)).toMatchObject({
      ...{ state: 'approved', outcome: 'missing', obstacle: 'subscription-ended' },
    });
  }, 60_000);
});
