import { expect, test } from 'vitest';
import { accountWords, sumsOf } from './books.ts';

const line = (amount: string, currency = 'USD') => ({ amount: { amount, currency } });

test('debits and credits are added up apart, and each currency for itself', () => {
  expect(sumsOf([line('844'), line('56'), line('-900'), line('500', 'EUR'), line('-499', 'EUR')])).toEqual([
    { currency: 'USD', debit: 900n, credit: 900n },
    { currency: 'EUR', debit: 500n, credit: 499n },
  ]);
});

test('nothing booked has no sums', () => {
  expect(sumsOf([])).toEqual([]);
});

test.each([
  ['receivable', 'owed by readers'],
  ['deferred:year_one', 'paid, not earned yet: year one'],
  ['revenue:intro', 'earned: intro'],
  ['tax', 'tax to pay'],
  ['paid-outside', 'paid outside of Stripe'],
  ['escrow:new', 'escrow:new'],
])('%s is “%s”', (account, words) => {
  expect(accountWords(account)).toBe(words);
});
