import { CatalogueFile } from '@gatefold/api';
import { money, type Refusal } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { paperFile } from '../../test/paper.ts';
import { draftFrom } from './catalogue-file.ts';

const text = 'You pay this and no more, and can cancel at any time.';
const fileWith = (offer: object): unknown => ({
  publication: 'meridian',
  offers: {
    euro: {
      name: 'In two currencies',
      product: 'digital',
      bundle: 'all-access',
      phases: [
        { key: 'standard', charges: 'forever', every: 'month', amount: { USD: '15.00', EUR: '13.50' } },
      ],
      consent: { version: 'euro-1', text: { USD: text, EUR: text } },
      benefits: [],
      ...offer,
    },
  },
});
const read = (offer: object) => draftFrom(CatalogueFile.parse(fileWith(offer)));
function issueOf(offer: object): unknown {
  try {
    return read(offer);
  } catch (error) {
    return (error as Refusal).facts['issues'];
  }
}

describe('a file of offers', () => {
  test('has exact amounts, the first currency being the main one', () => {
    const [offer] = read({}).offers;

    expect(offer?.phases[0]).toEqual({
      key: 'standard',
      charges: null,
      interval: { unit: 'month', count: 1 },
      amount: money(1500n, 'USD'),
    });
    expect(offer?.otherMoney).toEqual({ EUR: { amounts: ['1350'], text } });
  });

  test('counts in the digits that a currency has', () => {
    const phases = [{ key: 'standard', charges: 'forever', every: '4 weeks', amount: { JPY: '900' } }];
    const consent = { version: 'yen-1', text: { JPY: text } };

    expect(read({ phases, consent }).offers[0]?.phases[0]?.amount).toEqual(money(900n, 'JPY'));
    expect(issueOf({ phases: [{ ...phases[0], amount: { JPY: '9.50' } }], consent })).toEqual([
      { field: 'offers.euro.phases.0.amount.JPY', message: 'JPY has 0 digits behind the point' },
    ]);
  });

  test('says a thing in every currency or in none', () => {
    expect(issueOf({ consent: { version: 'euro-1', text: { USD: text } } })).toEqual([
      { field: 'offers.euro.consent.text', message: 'it is in USD, the offer is in USD, EUR' },
    ]);
  });

  test('is of one title, which an offer or a gift may leave for another, and an offer for several', () => {
    const titlesIn = (offer: object) => {
      const [{ publication, alsoReads } = {}] = read(offer).offers;
      return { publication, alsoReads };
    };

    expect(titlesIn({})).toEqual({ publication: 'meridian' });
    expect(titlesIn({ publication: 'signal' })).toEqual({ publication: 'signal' });
    const several = titlesIn({ publication: ['signal', 'meridian'] });
    expect(several).toEqual({ publication: 'signal', alsoReads: ['meridian'] });
  });

  test('needs no rules: the usual ones go', () => {
    expect(read({}).rules.withdrawal).toEqual({ days: 14, refund: 'full' });
  });

  test.each([
    { field: 'an amount with three digits too many', change: { amount: { USD: '9.0001' } } },
    { field: 'an amount as a number', change: { amount: { USD: 9 } } },
    { field: 'a negative amount', change: { amount: { USD: '-9' } } },
    { field: 'an unknown unit', change: { every: 'fortnight' } },
    { field: 'no charge at all', change: { charges: 0 } },
    { field: 'a field that nobody knows', change: { discount: 3 } },
  ])('is refused for $field', ({ change }) => {
    const phase = {
      key: 'standard',
      charges: 'forever',
      every: 'month',
      amount: { USD: '15.00' },
      ...change,
    };

    expect(CatalogueFile.safeParse(fileWith({ phases: [phase] })).success).toBe(false);
  });

  test('of the development paper is one', () =>
    expect(draftFrom(paperFile).offers.map(({ key }) => key)).toEqual(Object.keys(paperFile.offers)));
});

describe('a gift in the file', () => {
  const gift = {
    name: 'Three months',
    product: 'digital',
    bundle: 'all-access',
    length: '3 months',
    amount: { EUR: '38.50' },
    text: 'You pay €38.50 once, for three months that never renew.',
    expiry: null,
    takeBackDays: 14,
    translations: { de: { name: 'Drei Monate', text: 'Sie bezahlen einmal 38,50 €, für drei Monate.' } },
  };
  const giftsIn = (change: object) =>
    draftFrom(
      CatalogueFile.parse({
        publication: 'meridian',
        offers: {},
        gifts: { quarter: { ...gift, ...change } },
      }),
    ).gifts;

  test('has an exact amount, a length, and its words in each language', () => {
    expect(giftsIn({})).toEqual([
      {
        ...gift,
        key: 'quarter',
        publication: 'meridian',
        length: { unit: 'month', count: 3 },
        amount: money(3850n, 'EUR'),
        policy: {
          settlementSeconds: 259_200,
          accessWhileCollecting: true,
          dunningSeconds: 1_209_600,
          staleSeconds: 259_200,
        },
        noticeDays: 7,
      },
    ]);
  });

  test('is sold in one currency', () => {
    expect(() => giftsIn({ amount: { EUR: '38.50', USD: '40.00' } })).toThrow(
      'cannot be sold as it is written',
    );
  });
});
