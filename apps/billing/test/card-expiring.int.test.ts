import { addCivilDays, addMonths, at, DAY, HOUR, MINUTE, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cards, createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { paperFile } from './paper.ts';

/** Beside the other cases, since months are turned: nobody else is on this clock. */
let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

type Told = {
  dueAt: string;
  causeKey: string;
  facts: { cardExpires: string; nextChargeAt: string; nextAmount: object };
};

const toldTo = async (readerId: string): Promise<Told[]> => {
  const { rows } = await billing.sql.query<{ data: Told }>(
    `SELECT data FROM outbox
     WHERE topic = 'billing.notice.v1' AND key = $1 AND data->>'kind' = 'card-expiring' ORDER BY 1`,
    [readerId],
  );
  return rows.map(({ data }) => data);
};

/** A card whose last month is so many months after the one that it is now, and the instant at which it ends. */
async function cardFor(months: number) {
  const ends = addMonths(
    at(`${(await billing.simulator.now()).toISOString().slice(0, 7)}-01T00:00:00Z`),
    months + 1,
  );
  const printed = plus(ends, -DAY).toISOString().slice(0, 7);
  const expiry = `${printed.slice(5)} / ${printed.slice(2, 4)}`;
  return { ends, printed, card: { number: cards.good, expiry } };
}
const dayOf = (ends: Date, days: number): Date => addCivilDays(ends, -days, 'America/New_York');

test('whoever’s card ends before the next payment is told of it once, and nobody who has changed it or has left', async () => {
  const { ends, printed, card } = await cardFor(4);
  const stays = await buyer.buy('card-stays@meridian.example', card, 'digital-yearly');
  const changes = await buyer.buy('card-changes@meridian.example', card, 'digital-yearly');
  const leaves = await buyer.buy('card-leaves@meridian.example', card, 'digital-yearly');
  await billing.simulator.turnTo(plus(dayOf(ends, 30), -MINUTE));
  expect(await toldTo(stays.readerId)).toEqual([]);
  await buyer.changeCard(changes.subscription.id, cards.good);
  await buyer.as('post', `/v1/subscriptions/${leaves.subscription.id}/cancel`, {});

  await billing.simulator.turnTo(plus(dayOf(ends, 30), MINUTE));
  await billing.simulator.turnTo(plus(ends, 40 * DAY));

  expect(await toldTo(stays.readerId)).toMatchObject([
    {
      dueAt: dayOf(ends, 30).toISOString(),
      causeKey: `card-expiring:${printed}:${stays.subscription.id}`,
      facts: {
        cardExpires: printed,
        nextChargeAt: stays.subscription.paidThrough,
        nextAmount: { amount: '18000', currency: 'USD' },
      },
    },
  ]);
  expect(await toldTo(changes.readerId)).toEqual([]);
  expect(await toldTo(leaves.readerId)).toEqual([]);
}, 60_000);

test('whoever pays every four weeks is told after the last payment that the card is good for', async () => {
  const { ends, printed, card } = await cardFor(2);
  const { readerId, subscription } = await buyer.buy('card-monthly@meridian.example', card, 'signal');
  await billing.simulator.turnTo(plus(ends, -MINUTE));

  const { nextCharge } = await buyer.subscription(subscription.id);
  const next = new Date(nextCharge?.at ?? 0);
  const [told, ...more] = await toldTo(readerId);
  expect(more).toEqual([]);
  expect(next >= ends).toBe(true);
  expect(told?.facts).toMatchObject({ cardExpires: printed, nextChargeAt: next.toISOString() });
  expect(new Date(told?.dueAt ?? 0) >= plus(next, -28 * DAY)).toBe(true);
}, 60_000);

test('a rule that becomes longer holds for cards that were given before', async () => {
  const { ends, card } = await cardFor(4);
  const { readerId } = await buyer.buy('card-longer@meridian.example', card, 'digital-yearly');
  await billing.simulator.turnTo(dayOf(ends, 45));
  expect(await toldTo(readerId)).toEqual([]);
  const file = { ...paperFile, rules: { ...paperFile.rules, cardExpiring: { noticeDays: 60 } } };
  await billing.api
    .put('/v1/catalogue')
    .set('authorization', `Bearer ${await billing.tokenOf('cli')}`)
    .send({ file })
    .expect(200);
  await billing.simulator.turnTo(plus(await billing.simulator.now(), HOUR));

  expect(await toldTo(readerId)).toHaveLength(1);
}, 60_000);
