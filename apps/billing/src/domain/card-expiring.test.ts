import { addCivilDays, at, DAY, plus } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { aCharge, anOffer, aRunning, dollars, reminding, zone } from '../../test/builders.ts';
import { cardEndsAt } from './card-expiring.ts';
import { nextDue } from './due.ts';
import { noticeData, noticesOf } from './notices.ts';
import { freezePath } from './price-path.ts';
import { dueReminders, nextReminderAt } from './reminders.ts';
import type { Subscription } from './subscription.ts';

const cardUntil = (expMonth: number, expYear: number) => ({
  brand: 'visa',
  last4: '4242',
  expMonth,
  expYear,
});
/** Printed 02/28: a leap year, so that it ends with the 29th. */
const february = cardUntil(2, 2028);
const ends = at('2028-03-01T00:00:00.000Z');
const told = addCivilDays(ends, -30, zone);
const phases = [
  { key: 'standard', charges: null, interval: { unit: 'week', count: 4 }, amount: dollars(15) },
] as const;

/** Pays every four weeks by a card, and is asked for the second time at `from`. */
const chargedAt = (from: Date, overrides: Partial<Subscription> = {}): Subscription => {
  const begun = plus(from, -28 * DAY);
  const paid = aCharge({ index: 0, phase: 'standard', period: { from: begun, until: from } });
  const next = aCharge({
    id: '01990000-0000-7000-8000-0000000000d1',
    index: 1,
    phase: 'standard',
    amount: dollars(15),
    period: { from, until: plus(from, 28 * DAY) },
    status: 'expected',
  });
  return aRunning({
    path: freezePath(anOffer({ phases })),
    instants: { startedAt: begun, anchor: begun },
    phase: 'standard',
    paidThrough: from,
    charges: [paid, next],
    card: february,
    ...overrides,
  });
};
const later = plus(ends, 10 * DAY);
const due = (now: Date, subscription = chargedAt(later), noticeDays: number | null = 30) =>
  dueReminders(subscription, { now, reminding: { ...reminding, cardExpiring: { noticeDays } } });

test.each([
  { month: 2, year: 2027, end: '2027-03-01' },
  { month: 2, year: 2028, end: '2028-03-01' },
  { month: 4, year: 2028, end: '2028-05-01' },
  { month: 12, year: 2028, end: '2029-01-01' },
])('a card is good to the last millisecond of $month/$year, UTC', ({ month, year, end }) => {
  expect(cardEndsAt(cardUntil(month, year))).toEqual(at(`${end}T00:00:00.000Z`));
});

describe('the notice that a card ends', () => {
  test('is due thirty days before, and not a millisecond earlier', () => {
    expect(told).toEqual(at('2028-01-31T00:00:00.000Z'));
    expect(due(plus(told, -1))).toEqual([]);
    expect(due(told)).toEqual(['card-expiring:2028-02']);
    expect(nextReminderAt(chargedAt(later), { now: plus(told, -1), reminding })).toEqual(told);
    expect(nextDue(chargedAt(later), { now: plus(told, -1), reminding })).toEqual({
      at: told,
      why: 'reminder',
    });
  });

  test('counts the days that the publisher says, and comes to nobody where that is none', () => {
    const soon = addCivilDays(ends, -7, zone);

    expect(due(plus(soon, -1), undefined, 7)).toEqual([]);
    expect(due(soon, undefined, 7)).toEqual(['card-expiring:2028-02']);
    expect(due(ends, undefined, null)).toEqual([]);
  });

  test.each([
    { from: plus(ends, -1), isTold: false },
    { from: ends, isTold: true },
  ])('is for the card that is no good any more when it is charged ($from)', ({ from, isTold }) => {
    const now = plus(ends, -5 * DAY);

    expect(due(now, chargedAt(from))).toEqual(isTold ? ['card-expiring:2028-02'] : []);
    expect(nextReminderAt(chargedAt(from), { now: plus(told, -1), reminding })).toEqual(isTold ? told : null);
  });

  test('comes after the last payment that the card is good for, also when its day is over by then', () => {
    const last = at('2028-02-20T09:00:00Z');

    expect(due(plus(last, -1), chargedAt(last))).toEqual([]);
    expect(due(last, chargedAt(plus(last, 28 * DAY)))).toEqual(['card-expiring:2028-02']);
  });

  test('comes late rather than never, until the charge that it warns of', () => {
    expect(due(plus(later, -1))).toEqual(['card-expiring:2028-02']);
    expect(due(later)).toEqual([]);
  });

  test('comes once for what is printed on a card, and again for the next one', () => {
    const reminders = ['card-expiring:2028-02'] as const;

    expect(due(told, chargedAt(later, { reminders }))).toEqual([]);
    expect(due(told, chargedAt(later, { reminders, card: cardUntil(1, 2028) }))).toEqual([
      'card-expiring:2028-01',
    ]);
  });

  test.each<{ who: string; differing: Partial<Subscription> }>([
    { who: 'has another card now', differing: { card: cardUntil(3, 2028) } },
    { who: 'pays by no card', differing: { card: null } },
    { who: 'has cancelled', differing: { intent: 'cancelling' } },
    { who: 'is being ended', differing: { endingAs: 'cancelled' } },
    { who: 'has left', differing: { phase: 'ended' } },
    { who: 'has bought nothing yet', differing: { phase: 'pending' } },
    { who: 'owes something, of which another letter tells', differing: { standing: 'collecting' } },
    {
      who: 'is paused',
      differing: { steering: { ...chargedAt(later).steering, pause: { from: told, until: later } } },
    },
    { who: 'is never charged again', differing: { charges: chargedAt(later).charges.slice(0, 1) } },
    {
      who: 'is given the next period',
      differing: {
        charges: chargedAt(later).charges.map((charge) =>
          charge.index === 1 ? { ...charge, amount: dollars(0) } : charge,
        ),
      },
    },
  ])('comes to nobody who $who', ({ differing }) => {
    expect(due(told, chargedAt(later, differing))).toEqual([]);
  });

  test('names its card’s month and the charge, under a cause of its own', () => {
    const subscription = chargedAt(later);
    const { notices, reminders } = noticesOf([], subscription, { now: told, reminding });

    expect(reminders).toEqual(['card-expiring:2028-02']);
    expect(notices).toMatchObject([
      { kind: 'card-expiring', causeKey: `card-expiring:2028-02:${subscription.id}`, dueAt: told },
    ]);
    expect(noticeData(notices[0]!, subscription, () => 'n').facts).toMatchObject({
      cardExpires: '2028-02',
      nextAmount: { amount: '1500', currency: 'USD' },
      nextChargeAt: later.toISOString(),
    });
  });
});
