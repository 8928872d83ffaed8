import { DAY, plus } from '@gatefold/kernel';
import { anId } from '@gatefold/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adaWithRefund, type AdaWithRefund } from './giving-back.ts';

let { billing, buyer, finance, ask } = {} as AdaWithRefund;
beforeAll(async () => {
  ({ billing, buyer, finance, ask } = await adaWithRefund());
});
afterAll(() => billing.close());

test('a case says what to do, is seen to by one, and is closed with what came of it, only once', async () => {
  const disputed = await buyer.buy('disputes@meridian.example');
  const { rows } = await billing.sql.query<{ charge: string }>(
    `SELECT stripe_charge_id AS charge FROM charge WHERE subscription_id = $1 AND status = 'paid'`,
    [disputed.subscription.id],
  );
  await billing.simulator.dispute(rows[0]!.charge);
  await billing.simulator.turnTo(plus(await billing.simulator.now(), DAY));

  const [open] = (await ask('/v1/cases').expect(200)).body.data;
  expect(open).toMatchObject({ kind: 'dispute-opened', suggestion: expect.stringContaining('deadline') });
  for (const q of [open.id, open.subject, rows[0]!.charge]) {
    const found = (await ask('/v1/search', { q })).body.data as { kind: string; subscriptionId: string }[];
    const one = found.find(({ kind }) => kind === (q === rows[0]!.charge ? 'charge' : 'case'));
    expect(one?.subscriptionId).toBe(disputed.subscription.id);
  }
  const take = async (by: string, instead: string | null) =>
    (await billing.api.post(`/v1/cases/${open.id}/taking`).set('authorization', by).send({ instead })).body;
  const other = `Bearer ${await billing.readerToken(anId(2), { role: 'admin' })}`;
  const [first, second] = await Promise.all([take(finance, null), take(other, null)]);
  expect([first.code ?? second.code, first.takenBy ?? second.takenBy]).toEqual([
    ...['case-taken', expect.stringMatching(/^(finance|admin):/)],
  ]);
  expect(await take(other, first.takenBy ?? second.takenBy)).toMatchObject({ takenBy: `admin:${anId(2)}` });
  expect(await take(other, null)).toMatchObject({ takenBy: `admin:${anId(2)}` });
  expect((await ask(`/v1/cases/${open.id}`)).body).toMatchObject({
    takenBy: `admin:${anId(2)}`,
    closedBy: null,
  });
  expect((await ask('/v1/cases', { kind: 'refund-failed' })).body.data).toEqual([]);

  const close = () =>
    billing.api
      .post(`/v1/cases/${open.id}/closing`)
      .set('authorization', finance)
      .send({ resolution: 'evidence sent' });
  expect((await close()).body).toMatchObject({ resolution: 'evidence sent', closedBy: `finance:${anId(1)}` });
  expect((await close()).body).toMatchObject({ code: 'case-closed' });
  expect(await take(finance, `admin:${anId(2)}`)).toMatchObject({ code: 'case-closed' });
  expect((await ask('/v1/cases')).body.data).toEqual([]);
  expect((await ask('/v1/cases', { state: 'closed' })).body.data).toMatchObject([{ id: open.id }]);
});

test('a case of nobody is not there', async () => {
  expect((await ask(`/v1/cases/${anId(900)}`)).body).toMatchObject({ status: 404, code: 'case-not-found' });
});
