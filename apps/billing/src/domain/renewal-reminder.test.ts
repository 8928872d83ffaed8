import { addCivilDays, addMonths, at, DAY, plus } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { aCharge, anOffer, aRunning, dollars, reminding, start, zone } from '../../test/builders.ts';
import type { Interval } from './offer.ts';
import { noticesOf } from './notices.ts';
import { freezePath } from './price-path.ts';
import { dueReminders, nextReminderAt, type Reminding } from './reminders.ts';
import type { Subscription } from './subscription.ts';

const year = { unit: 'year', count: 1 } as const;
const renewal = addMonths(start, 12);
const twice: Reminding = {
  ...reminding,
  renewals: { daysBefore: [30, 7], countries: { DE: [], FR: [60] } },
};
const before = (days: number): Date => addCivilDays(renewal, -days, zone);

/** Pays $180 for each `interval`, has paid once, and is asked for the second at `renewal`. */
const paying = (overrides: Partial<Subscription> = {}, interval: Interval = year): Subscription => {
  const phases = [{ key: 'standard', charges: null, interval, amount: dollars(180) }] as const;
  return aRunning({
    path: freezePath(anOffer({ phases })),
    instants: { startedAt: start, anchor: start },
    phase: 'standard',
    paidThrough: renewal,
    charges: [
      aCharge({ index: 0, phase: 'standard', period: { from: start, until: renewal } }),
      expected(1, renewal),
    ],
    ...overrides,
  });
};

const expected = (index: number, from: Date) =>
  aCharge({
    id: `01990000-0000-7000-8000-0000000000d${index}`,
    index,
    phase: 'standard',
    amount: dollars(180),
    period: { from, until: addMonths(from, 12) },
    status: 'expected',
  });

const due = (now: Date, subscription = paying(), how = twice) =>
  dueReminders(subscription, { now, reminding: how });
const named = (days: number, from = renewal) => `renewal-reminder:${from.toISOString()}:${days}` as const;

describe('the reminder before a year is charged again', () => {
  test('is due on each of its days, and not a millisecond earlier', () => {
    expect(due(plus(before(30), -1))).toEqual([]);
    expect(due(before(30))).toEqual([named(30)]);
    expect(due(plus(before(7), -1), paying({ reminders: [named(30)] }))).toEqual([]);
    expect(due(before(7), paying({ reminders: [named(30)] }))).toEqual([named(7)]);
  });

  test('is looked for on the next of its days, whatever else is', () => {
    const next = (subscription: Subscription) =>
      nextReminderAt(subscription, { now: start, reminding: twice });

    expect(next(paying())).toEqual(before(30));
    expect(next(paying({ reminders: [named(30)] }))).toEqual(before(7));
    expect(next(paying({ reminders: [named(30), named(7)] }))).toBeNull();
  });

  test('comes once for a period, and again for the next one', () => {
    const reminded = paying({ reminders: [named(30), named(7)] });
    const later = addMonths(renewal, 12);
    const renewed = {
      ...reminded,
      paidThrough: later,
      charges: [...paying().charges.slice(0, 1), expected(2, later)],
    };

    expect(due(before(3), reminded)).toEqual([]);
    expect(due(addCivilDays(later, -30, zone), renewed)).toEqual([named(30, later)]);
  });

  test('has a cause for each period and number of days, so that it is mailed once', () => {
    const told = noticesOf([], paying(), { now: before(7), reminding: twice });

    expect(told.notices).toMatchObject([
      { kind: 'renewal-reminder', causeKey: `${named(7)}:${paying().id}`, amount: null },
    ]);
    expect(told.reminders).toEqual([named(7)]);
  });

  test('comes once to whoever takes a cancellation back after both days, and to nobody who is late for good', () => {
    expect(due(before(5))).toEqual([named(7)]);
    expect(due(renewal)).toEqual([]);
  });

  test.each([
    { card: 'FR', days: 60 },
    { card: 'US', days: 30 },
    { card: null, days: 30 },
  ])('follows the country of the card ($card)', ({ card, days }) => {
    const from = paying({
      card: { brand: 'visa', last4: '4242', expMonth: 12, expYear: 2034, country: card },
    });

    expect(nextReminderAt(from, { now: start, reminding: twice })).toEqual(before(days));
  });

  test('comes to nobody where the country or the publisher says none', () => {
    const card = { brand: 'visa', last4: '4242', expMonth: 12, expYear: 2034, country: 'DE' };

    expect(due(before(5), paying({ card }))).toEqual([]);
    expect(due(before(5), paying(), { ...reminding, renewals: { daysBefore: [], countries: {} } })).toEqual(
      [],
    );
  });

  test.each<{ who: string; subscription: Subscription }>([
    { who: 'has cancelled', subscription: paying({ intent: 'cancelling' }) },
    { who: 'is being ended', subscription: paying({ endingAs: 'cancelled' }) },
    { who: 'has left', subscription: paying({ phase: 'ended' }) },
    {
      who: 'is paused',
      subscription: paying({
        steering: { ...paying().steering, pause: { from: start, until: renewal } },
      }),
    },
    { who: 'never renews', subscription: paying({ charges: paying().charges.slice(0, 1) }) },
    {
      who: 'pays nothing for the next year',
      subscription: paying({
        charges: [...paying().charges.slice(0, 1), { ...expected(1, renewal), amount: dollars(0) }],
      }),
    },
  ])('comes to nobody who $who', ({ subscription }) => {
    expect(due(before(7), subscription)).toEqual([]);
    expect(nextReminderAt(subscription, { now: start, reminding: twice })).toBeNull();
  });

  test.each<{ interval: Interval; isLong: boolean }>([
    { interval: { unit: 'day', count: 180 }, isLong: false },
    { interval: { unit: 'week', count: 25 }, isLong: false },
    { interval: { unit: 'month', count: 5 }, isLong: false },
    { interval: { unit: 'week', count: 26 }, isLong: true },
    { interval: { unit: 'month', count: 6 }, isLong: true },
    { interval: year, isLong: true },
  ])('is for half a year and more: $interval.count $interval.unit', ({ interval, isLong }) => {
    expect(due(before(30), paying({}, interval))).toEqual(isLong ? [named(30)] : []);
  });

  test('is not beside the one for the end of an introduction', () => {
    const anchor = plus(start, 28 * DAY);
    const phases = [
      { key: 'intro', charges: 1, interval: { unit: 'week', count: 4 }, amount: dollars(1) },
      { key: 'standard', charges: null, interval: year, amount: dollars(180) },
    ] as const;
    const introduced = paying({
      path: freezePath(anOffer({ phases })),
      instants: { startedAt: start, anchor },
      phase: 'intro',
      paidThrough: anchor,
      charges: [
        aCharge({ index: 0, phase: 'intro', period: { from: start, until: anchor } }),
        expected(1, anchor),
      ],
    });

    expect(due(addCivilDays(anchor, -7, zone), introduced)).toEqual(['conversion-reminder']);
  });

  test('counts calendar days where the publisher is, across a change of clocks', () => {
    const spring = at('2027-03-20T09:00:00Z');
    const subscription = paying({
      charges: [aCharge({ index: 0, phase: 'standard' }), expected(1, spring)],
    });
    const next = nextReminderAt(subscription, { now: start, reminding });

    expect(next).toEqual(at('2027-03-13T10:00:00Z'));
  });
});

describe('the notice of the year, to whoever pays for shorter periods', () => {
  const weeks = (count: number): Date => plus(start, count * 7 * DAY);
  /** Pays every four weeks, and is asked for charge number `index` next. */
  const monthly = (index: number, overrides: Partial<Subscription> = {}): Subscription => {
    const from = weeks(index * 4);
    const period = (n: number) => ({ from: weeks(n * 4), until: weeks(n * 4 + 4) });
    return paying(
      {
        paidThrough: from,
        charges: [
          aCharge({ index: index - 1, phase: 'standard', period: period(index - 1) }),
          { ...expected(index, from), period: period(index) },
        ],
        ...overrides,
      },
      { unit: 'week', count: 4 },
    );
  };
  const dueFor = (index: number, lead: number, overrides: Partial<Subscription> = {}) =>
    due(addCivilDays(weeks(index * 4), -lead, zone), monthly(index, overrides));

  test('comes before the first charge after each year, once, on the last of the days', () => {
    // Thirteen times four weeks are a day short of a year, and twenty-six of them two short of two.
    const told = Array.from({ length: 40 }, (_, index) => index + 1).filter(
      (index) => dueFor(index, 7).length > 0,
    );

    expect(told).toEqual([14, 27, 40]);
    expect(dueFor(14, 30)).toEqual([]);
    expect(dueFor(14, 7)).toEqual([named(7, weeks(56))]);
    expect(dueFor(14, 7, { reminders: [named(7, weeks(56))] })).toEqual([]);
  });

  test('does not come beside the one that the list price begins, nor to one who has cancelled', () => {
    const phases = [
      { key: 'year_one', charges: 14, interval: { unit: 'week', count: 4 }, amount: dollars(9) },
      { key: 'standard', charges: null, interval: { unit: 'week', count: 4 }, amount: dollars(15) },
    ] as const;

    expect(dueFor(14, 7, { path: freezePath(anOffer({ phases })) })).not.toContain(named(7, weeks(56)));
    expect(dueFor(14, 7, { intent: 'cancelling' })).toEqual([]);
  });

  test('comes to nobody where the publisher says none', () => {
    const none = { ...reminding, renewals: { daysBefore: [], countries: {} } };

    expect(due(addCivilDays(weeks(56), -7, zone), monthly(14), none)).toEqual([]);
  });
});
