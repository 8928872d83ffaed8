import { describe, expect, test } from 'vitest';
import { typedAmount } from './typed-amount.ts';

describe('an amount that is typed', () => {
  test.each([
    ['5', 'USD', 500n],
    [' 5.00 ', 'USD', 500n],
    ['5,5', 'USD', 550n],
    ['0.05', 'USD', 5n],
    ['500', 'JPY', 500n],
    ['1.005', 'KWD', 1005n],
    ['99999999.99', 'USD', 9_999_999_999n],
  ])('%j in %s is %s of its smallest unit', (text, currency, amount) => {
    expect(typedAmount(text, currency)).toEqual({ amount, currency });
  });

  test.each([
    ['', 'USD'],
    ['0', 'USD'],
    ['0.00', 'USD'],
    ['-5', 'USD'],
    ['5.005', 'USD'],
    ['5.0', 'JPY'],
    ['1,000.00', 'USD'],
    ['$5', 'USD'],
    ['5e3', 'USD'],
    ['100000000.00', 'USD'],
  ])('%j in %s is none', (text, currency) => {
    expect(typedAmount(text, currency)).toBeNull();
  });
});
