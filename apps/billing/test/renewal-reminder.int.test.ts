import { addCivilDays, addMonths, DAY, HOUR, MINUTE, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { paperFile } from './paper.ts';

/** Beside the other cases, since years are turned: nobody else is on this clock. */
let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

type Told = { due_at: Date; facts: { nextChargeAt: string; nextUntil: string; nextAmount: object } };

const remindersOf = async (readerId: string): Promise<Told[]> => {
  const { rows } = await billing.sql.query<Told>(
    `SELECT (data->>'dueAt')::timestamptz AS due_at, data->'facts' AS facts FROM outbox
     WHERE topic = 'billing.notice.v1' AND key = $1 AND data->>'kind' = 'renewal-reminder' ORDER BY 1`,
    [readerId],
  );
  return rows;
};
const daysBefore = (renewal: Date, days: number): Date => addCivilDays(renewal, -days, 'America/New_York');

test('whoever pays by the year is told before each renewal, once for each day of the rules, and not after having left', async () => {
  const goes = await buyer.buy('goes-on@meridian.example', undefined, 'digital-yearly');
  const leaves = await buyer.buy('leaves-yearly@meridian.example', undefined, 'digital-yearly');
  const first = new Date(goes.subscription.paidThrough ?? 0);
  const second = addMonths(first, 12);

  await billing.simulator.turnTo(plus(daysBefore(first, 30), MINUTE));
  expect(await remindersOf(leaves.readerId)).toHaveLength(1);
  await buyer.as('post', `/v1/subscriptions/${leaves.subscription.id}/cancel`, {});
  await billing.simulator.turnTo(plus(first, DAY));
  await billing.simulator.turnTo(plus(second, DAY));

  const told = await remindersOf(goes.readerId);
  expect(told.map(({ due_at }) => due_at)).toEqual([
    daysBefore(first, 30),
    daysBefore(first, 7),
    daysBefore(second, 30),
    daysBefore(second, 7),
  ]);
  expect(told[0]?.facts).toMatchObject({
    nextAmount: { amount: '18000', currency: 'USD' },
    nextChargeAt: first.toISOString(),
    nextUntil: second.toISOString(),
  });
  expect(await remindersOf(leaves.readerId)).toHaveLength(1);
}, 60_000);

test('a rule that becomes longer holds for what was bought before', async () => {
  const { readerId, subscription } = await buyer.buy('longer@meridian.example', undefined, 'digital-yearly');
  const renewal = new Date(subscription.paidThrough ?? 0);
  await billing.simulator.turnTo(daysBefore(renewal, 50));
  expect(await remindersOf(readerId)).toEqual([]);
  const file = {
    ...paperFile,
    rules: { ...paperFile.rules, renewalReminder: { daysBefore: [60], countries: { US: [60, 7] } } },
  };
  await billing.api
    .put('/v1/catalogue')
    .set('authorization', `Bearer ${await billing.tokenOf('cli')}`)
    .send({ file })
    .expect(200);
  await billing.simulator.turnTo(plus(await billing.simulator.now(), HOUR));

  expect(await remindersOf(readerId)).toHaveLength(1);
}, 60_000);

test('whoever pays every four weeks is told once a year what comes next, and not before each charge', async () => {
  const { readerId, subscription } = await buyer.buy('monthly@meridian.example', undefined, 'signal');
  const begun = plus(new Date(subscription.paidThrough ?? 0), -28 * DAY);
  const afterYear = plus(begun, 56 * 7 * DAY);
  await billing.simulator.turnTo(plus(afterYear, DAY));

  const told = await remindersOf(readerId);
  expect(told.map(({ due_at }) => due_at)).toEqual([daysBefore(afterYear, 7)]);
  expect(told[0]?.facts).toMatchObject({
    nextAmount: { amount: '800', currency: 'USD' },
    nextChargeAt: afterYear.toISOString(),
  });
}, 60_000);
