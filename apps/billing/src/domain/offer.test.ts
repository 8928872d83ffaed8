import { at } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { anOffer, dollars } from '../../test/builders.ts';
import { catalogue } from '../catalogue.ts';
import { checkOffer, intervalsAfter } from './offer.ts';

const [intro, yearOne, standard] = anOffer().phases as [
  (typeof catalogue)[number]['phases'][number],
  (typeof catalogue)[number]['phases'][number],
  (typeof catalogue)[number]['phases'][number],
];

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
  ])('when $why is not so', ({ why, phases }) => {
    expect(() => checkOffer(anOffer({ phases }))).toThrow(why);
  });

  test('but by the month, or by the day, it can', () => {
    const phases = [{ ...standard, interval: { unit: 'month', count: 1 } as const }];

    expect(() => checkOffer(anOffer({ phases }))).not.toThrow();
  });

  test('and everything in the catalogue can', () => {
    for (const offer of catalogue) expect(() => checkOffer(offer)).not.toThrow();
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
