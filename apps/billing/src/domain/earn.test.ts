import { plus } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { aCharge, afterDays, aRefund, dollars } from '../../test/builders.ts';
import { earn, unearnedOf } from './earn.ts';

const over = afterDays(56);

describe('a period that was paid is earned', () => {
  test('whole, when it is over, and not a millisecond before', () => {
    expect(earn([aCharge()], plus(over, -1)).changes).toEqual([]);
    expect(earn([aCharge()], over).changes).toMatchObject([{ type: 'revenue-earned', amount: 900n }]);
  });

  test('once', () => {
    const { charges } = earn([aCharge()], over);

    expect(earn(charges, afterDays(400)).changes).toEqual([]);
  });

  test('without its tax', () => {
    expect(earn([aCharge({ tax: 144n })], over).changes).toMatchObject([{ amount: 756n }]);
  });

  test('without what was given back', () => {
    expect(earn([aCharge({ refunds: [aRefund()] })], over).changes).toMatchObject([{ amount: 500n }]);
  });

  test('with what was to be given back and did not arrive', () => {
    expect(earn([aCharge({ refunds: [aRefund({ status: 'failed' })] })], over).changes).toMatchObject([
      { amount: 900n },
    ]);
  });

  test.each(['expected', 'open', 'failed', 'void'] as const)('but never while it is %s', (status) => {
    expect(earn([aCharge({ status })], over).changes).toEqual([]);
  });
});

test('what is left to earn is what was paid, without what went back and what is earned', () => {
  expect(unearnedOf(aCharge({ earned: 300n, refunds: [aRefund({ amount: dollars(2) })] }))).toBe(400n);
});
