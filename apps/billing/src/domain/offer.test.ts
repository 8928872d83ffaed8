import { at } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { anOffer, dollars } from '../../test/builders.ts';
import { paper } from '../../test/paper.ts';
import { intervalsAfter, type OfferPhase } from './offer.ts';
import { phaseProblems } from './sellable.ts';

const [intro, yearOne, standard] = anOffer().phases as [OfferPhase, OfferPhase, OfferPhase];
const said = (phases: readonly OfferPhase[]): string =>
  phaseProblems(phases)
    .map(({ message }) => message)
    .join();

describe('an offer cannot be put on sale', () => {
  test.each([
    { why: 'it has no phases', phases: [] },
    { why: 'exactly the last phase runs for ever', phases: [intro, yearOne] },
    { why: 'exactly the last phase runs for ever', phases: [{ ...intro, charges: null }, standard] },
    { why: 'a phase has at least one charge', phases: [{ ...intro, charges: 0 }, standard] },
    { why: 'amounts are positive', phases: [{ ...intro, amount: dollars(-1) }, standard] },
    { why: 'one currency', phases: [{ ...intro, amount: { amount: 1n, currency: 'EUR' } }, standard] },
    {
      why: 'an interval has a length',
      phases: [{ ...standard, interval: { unit: 'day', count: 0 } as const }],
    },
    { why: 'each phase has its own key', phases: [{ ...intro, key: 'standard' }, standard] },
    {
      why: 'an introduction of one charge is counted in days or weeks',
      phases: [{ ...intro, interval: { unit: 'month', count: 1 } as const }, standard],
    },
    {
      why: 'a reduced phase is charged as often as the last one',
      phases: [{ ...yearOne, interval: { unit: 'week', count: 1 } as const }, standard],
    },
    {
      why: 'no phase costs more than the last one',
      phases: [{ ...yearOne, amount: dollars(1600) }, standard],
    },
  ])('when $why is not so', ({ why, phases }) => {
    expect(said(phases)).toContain(why);
  });

  test('but by the month, or by the day, it can', () => {
    const phases = [{ ...standard, interval: { unit: 'month', count: 1 } as const }];

    expect(said(phases)).toBe('');
  });

  test('and everything in the catalogue can', () => {
    for (const { phases } of paper.offers) expect(said(phases)).toBe('');
  });
});

test.each([
  { unit: 'day', count: 10, times: 3, ends: '2027-03-02T10:00:00Z' },
  { unit: 'week', count: 4, times: 13, ends: '2028-01-30T10:00:00Z' },
  { unit: 'month', count: 1, times: 1, ends: '2027-02-28T10:00:00Z' },
  { unit: 'month', count: 1, times: 2, ends: '2027-03-31T10:00:00Z' },
  { unit: 'year', count: 1, times: 1, ends: '2028-01-31T10:00:00Z' },
] as const)(
  '$times times $count $unit after the last of January is $ends',
  ({ unit, count, times, ends }) => {
    expect(intervalsAfter(at('2027-01-31T10:00:00Z'), { unit, count }, times)).toEqual(at(ends));
  },
);
