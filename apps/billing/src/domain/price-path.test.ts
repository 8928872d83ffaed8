import { createHash } from 'node:crypto';
import { addMonths, at, DAY, plus, toUnix } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { afterDays, anOffer, aPath, dollars, instants, start } from '../../test/builders.ts';
import {
  canonicalPath,
  freezePath,
  indexStartingAt,
  plannedCharge,
  scheduledSteps,
  stepAt,
  type PricePath,
} from './price-path.ts';

const charge = (index: number) => plannedCharge(aPath, instants, index);

describe('what a reader was promised', () => {
  test('is a dollar, thirteen times nine, and fifteen for ever', () => {
    const amounts = Array.from({ length: 40 }, (_, index) => charge(index).amount.amount);

    expect(amounts).toEqual([100n, ...Array<bigint>(13).fill(900n), ...Array<bigint>(26).fill(1500n)]);
  });

  test('is counted in seconds: 28 times 24 hours each, without a gap and without an overlap', () => {
    for (let index = 0; index < 40; index += 1) {
      const { period } = charge(index);
      expect(period.from).toEqual(afterDays(28 * index));
      expect(toUnix(period.until) - toUnix(period.from)).toBe(2_419_200);
      expect(charge(index + 1).period.from).toEqual(period.until);
    }
  });

  test('begins to be counted where the introduction ends, even if the page was paid a day late', () => {
    const late = { startedAt: plus(start, DAY), anchor: plus(start, 29 * DAY) };

    expect(plannedCharge(aPath, late, 0).period).toEqual({ from: late.startedAt, until: late.anchor });
    expect(plannedCharge(aPath, late, 1).period.from).toEqual(late.anchor);
  });

  test('without an introduction has its first charge on the day itself', () => {
    const path = freezePath(anOffer({ phases: anOffer().phases.slice(2) }));
    const same = { startedAt: start, anchor: start };

    expect(plannedCharge(path, same, 0)).toMatchObject({ phase: 'standard', period: { from: start } });
    expect(plannedCharge(path, same, 1).period.from).toEqual(afterDays(28));
  });

  test('names each step with its instants, and the last one has no end', () => {
    expect(scheduledSteps(aPath, instants)).toMatchObject([
      { step: { key: 'intro' }, from: start, until: afterDays(28), firstIndex: 0 },
      { step: { key: 'year_one' }, from: afterDays(28), until: afterDays(28 * 14), firstIndex: 1 },
      { step: { key: 'standard' }, from: afterDays(28 * 14), until: null, firstIndex: 14 },
    ]);
  });

  test('knows which charge of which step it is', () => {
    expect(stepAt(aPath, 13)).toMatchObject({ step: { key: 'year_one' }, number: 12 });
    expect(stepAt(aPath, 14)).toMatchObject({ step: { key: 'standard' }, number: 0 });
  });

  test('that ends is not charged beyond its end', () => {
    const finite: PricePath = { ...aPath, steps: aPath.steps.slice(0, 1) };

    expect(() => stepAt(finite, 1)).toThrow(RangeError);
  });
});

/** A coupon of Stripe's lasts `duration_in_months` from the purchase, in its own month arithmetic. */
const discounted = (bought: Date): number => {
  const couponEnds = addMonths(bought, 12);
  let count = 0;
  while (plus(bought, (count + 1) * 28 * DAY) < couponEnds) count += 1;
  return count;
};

test('case 24: whoever begins on any day of four years pays the first year’s price thirteen times', () => {
  for (let day = 0; day < 4 * 365 + 1; day += 1) {
    const bought = plus(at('2026-01-01T00:00:00Z'), day * DAY);
    const path = { startedAt: bought, anchor: plus(bought, 28 * DAY) };
    const counted = Array.from({ length: 20 }, (_, index) => plannedCharge(aPath, path, index)).filter(
      ({ phase }) => phase === 'year_one',
    );

    expect({ bought, counted: counted.length }).toEqual({ bought, counted: 13 });
    expect({ bought, byStripe: discounted(bought) }).toEqual({ bought, byStripe: 13 });
    expect(toUnix(counted[12]!.period.until) - toUnix(bought)).toBe(14 * 28 * 86_400);
  }
});

test.each([
  { zone: 'New York', local: '2027-02-20T23:30:00-05:00', ends: '2027-03-21T00:30:00-04:00' },
  { zone: 'New York', local: '2027-10-12T00:15:00-04:00', ends: '2027-11-08T23:15:00-05:00' },
  { zone: 'New York', local: '2027-02-14T02:30:00-05:00', ends: '2027-03-14T03:30:00-04:00' },
  { zone: 'Berlin', local: '2027-03-05T23:40:00+01:00', ends: '2027-04-03T00:40:00+02:00' },
  { zone: 'Berlin', local: '2027-10-08T00:10:00+02:00', ends: '2027-11-04T23:10:00+01:00' },
])('an introduction from $local in $zone ends with its last second, $ends', ({ local, ends }) => {
  const startedAt = at(local);
  const { period } = plannedCharge(aPath, { startedAt, anchor: plus(startedAt, 28 * DAY) }, 0);

  expect(period.until).toEqual(at(ends));
});

describe('a first year by the month keeps the day it began on', () => {
  const monthly = freezePath(
    anOffer({
      phases: [
        { key: 'intro', charges: 1, interval: { unit: 'week', count: 4 }, amount: dollars(1) },
        { key: 'year_one', charges: 12, interval: { unit: 'month', count: 1 }, amount: dollars(9) },
        { key: 'standard', charges: null, interval: { unit: 'year', count: 1 }, amount: dollars(150) },
      ],
    }),
  );

  test.each([
    { bought: '2027-01-01', next: ['2027-02-28', '2027-03-29', '2027-04-29'], full: '2028-01-29' },
    { bought: '2027-01-02', next: ['2027-02-28', '2027-03-30', '2027-04-30'], full: '2028-01-30' },
    { bought: '2027-01-03', next: ['2027-02-28', '2027-03-31', '2027-04-30'], full: '2028-01-31' },
    { bought: '2027-12-03', next: ['2028-01-31', '2028-02-29', '2028-03-31'], full: '2028-12-31' },
    { bought: '2028-02-01', next: ['2028-03-29', '2028-04-29', '2028-05-29'], full: '2029-02-28' },
    { bought: '2027-02-01', next: ['2027-04-01', '2027-05-01', '2027-06-01'], full: '2028-03-01' },
  ])('bought on $bought, full price from $full', ({ bought, next, full }) => {
    const startedAt = at(`${bought}T10:00:00Z`);
    const path = { startedAt, anchor: plus(startedAt, 28 * DAY) };
    const starts = [2, 3, 4, 13].map((index) => plannedCharge(monthly, path, index).period.from);

    expect(starts).toEqual([...next, full].map((day) => at(`${day}T10:00:00Z`)));
  });
});

describe('a period that Stripe bills', () => {
  test.each([0, 1, 13, 14, 500])('is charge number %i if it begins on that second', (index) => {
    expect(indexStartingAt(aPath, instants, charge(index).period.from)).toBe(index);
  });

  test.each([
    { what: 'a second late', from: plus(afterDays(28), 1_000) },
    { what: 'a second early', from: plus(afterDays(28), -1_000) },
    { what: 'before the purchase', from: plus(start, -1) },
  ])('is none of ours when it begins $what', ({ from }) => {
    expect(indexStartingAt(aPath, instants, from)).toBeNull();
  });
});

describe('the text of a path that is hashed with the consent', () => {
  test('is the same on every machine and on every day', () => {
    expect(createHash('sha256').update(canonicalPath(aPath)).digest('hex')).toBe(
      createHash('sha256')
        .update(
          'offer|digital|1\nintro|1|4 week|100 USD\nyear_one|13|4 week|900 USD\nstandard|for-ever|4 week|1500 USD',
        )
        .digest('hex'),
    );
  });

  test.each([
    {
      what: 'an amount',
      offer: anOffer({
        phases: [...anOffer().phases.slice(0, 2), { ...anOffer().phases[2]!, amount: dollars(15.01) }],
      }),
    },
    { what: 'the order', offer: anOffer({ phases: anOffer().phases.toReversed() }) },
    {
      what: 'a count',
      offer: anOffer({
        phases: [anOffer().phases[0]!, { ...anOffer().phases[1]!, charges: 12 }, anOffer().phases[2]!],
      }),
    },
    { what: 'the version', offer: anOffer({ version: 2 }) },
  ])('differs when $what does', ({ offer }) => {
    expect(canonicalPath(freezePath(offer))).not.toBe(canonicalPath(aPath));
  });
});
