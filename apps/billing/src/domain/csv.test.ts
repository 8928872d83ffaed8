import { money } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { csvLine, decimalOf } from './csv.ts';

describe('a line for a spreadsheet', () => {
  test.each([
    { cells: ['a', null, 'b'], line: 'a,,b' },
    { cells: ['one, two'], line: '"one, two"' },
    { cells: ['she said "no"'], line: '"she said ""no"""' },
    { cells: ['two\nlines'], line: '"two\nlines"' },
    { cells: ['-9.00', '12'], line: '-9.00,12' },
  ])('$cells is $line', ({ cells, line }) => {
    expect(csvLine(cells)).toBe(`${line}\r\n`);
  });

  test.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1'])('never calculates: %s', (cell) => {
    expect(csvLine([cell])).toContain(`'${cell}`);
  });
});

test.each([
  { amount: 1205n, currency: 'USD', text: '12.05' },
  { amount: -5n, currency: 'USD', text: '-0.05' },
  { amount: 500n, currency: 'JPY', text: '500' },
  { amount: -1n, currency: 'KWD', text: '-0.001' },
  { amount: 9_007_199_254_740_993_01n, currency: 'USD', text: '9007199254740993.01' },
])('$amount $currency is $text to the last digit', ({ amount, currency, text }) => {
  expect(decimalOf(money(amount, currency))).toBe(text);
});
