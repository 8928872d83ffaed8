import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accrued, add, formatMoney, fromMoneyJson, money, split, toMoneyJson } from './money.ts';

test('not a cent appears or disappears, whatever the price and the weights', () => {
  const weights = fc
    .array(fc.bigInt({ min: 0n, max: 10_000n }), { minLength: 1, maxLength: 12 })
    .filter((list) => list.some((weight) => weight > 0n));

  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), weights, (amount, list) => {
      const shares = split(money(amount, 'EUR'), list);
      const total = shares.reduce(add, money(0n, 'EUR'));

      expect(total.amount).toBe(amount);
      list.forEach((weight, index) => weight === 0n && expect(shares[index]?.amount).toBe(0n));
    }),
  );
});

test('a split without a positive weight is refused', () => {
  expect(() => split(money(100n, 'USD'), [0n, 0n])).toThrow(RangeError);
  expect(() => split(money(100n, 'USD'), [3n, -1n])).toThrow(RangeError);
});

test('one dollar over 28 days is earned to the cent', () => {
  const byDay = Array.from({ length: 29 }, (_, day) => accrued(100n, BigInt(day), 28n));

  expect(byDay[0]).toBe(0n);
  expect(byDay[12]).toBe(43n);
  expect(byDay[28]).toBe(100n);
  expect(accrued(100n, 40n, 28n)).toBe(100n);
  expect(accrued(-100n, 12n, 28n)).toBe(-43n);
});

test('money of two currencies is never added', () => {
  expect(() => add(money(1n, 'USD'), money(1n, 'EUR'))).toThrow(RangeError);
});

test('money survives the wire beyond what a JSON number can hold', () => {
  const fortune = money(123_456_789_012_345_678_901n, 'usd');

  expect(fromMoneyJson(toMoneyJson(fortune))).toEqual(fortune);
});

test.each([
  { amount: 100n, currency: 'USD', text: '$1' },
  { amount: 250n, currency: 'USD', text: '$2.50' },
  { amount: -1205n, currency: 'USD', text: '-$12.05' },
  { amount: 500n, currency: 'JPY', text: '¥500' },
  { amount: 9_007_199_254_740_993_01n, currency: 'USD', text: '$9,007,199,254,740,993.01' },
])('$amount $currency is written $text', ({ amount, currency, text }) => {
  expect(formatMoney(money(amount, currency), 'en-US')).toBe(text);
});
