import { money } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { aCharge, aRefund, dollars } from '../../test/builders.ts';
import { refundable } from './refund.ts';

const half = aCharge({ refunds: [aRefund({ amount: dollars(4) })] });

describe('what may be given back', () => {
  test('is all that is left, when nobody says how much', () => {
    expect(refundable(aCharge(), null, 0n)).toEqual(dollars(9));
    expect(refundable(half, null, 0n)).toEqual(dollars(5));
  });

  test('is what was asked for', () => {
    expect(refundable(aCharge(), dollars(3), 0n)).toEqual(dollars(3));
  });

  test.each([
    { what: 'more than was paid', charge: aCharge(), asked: dollars(9.01), reserved: 0n },
    { what: 'more than an earlier refund has left', charge: half, asked: dollars(5.01), reserved: 0n },
    { what: 'what is on its way by another refund', charge: aCharge(), asked: dollars(5), reserved: 500n },
    { what: 'nothing', charge: aCharge(), asked: dollars(0), reserved: 0n },
    { what: 'less than nothing', charge: aCharge(), asked: dollars(-1), reserved: 0n },
    { what: 'another currency', charge: aCharge(), asked: money(100n, 'EUR'), reserved: 0n },
    {
      what: 'the rest when there is none',
      charge: aCharge({ refunds: [aRefund({ amount: dollars(9) })] }),
      asked: null,
      reserved: 0n,
    },
  ])('is never $what', ({ charge, asked, reserved }) => {
    expect(() => refundable(charge, asked, reserved)).toThrow(
      expect.objectContaining({ code: 'refund-exceeds-payment' }),
    );
  });

  test('is again what a refund that failed had taken', () => {
    const failed = aCharge({ refunds: [aRefund({ amount: dollars(9), status: 'failed' })] });

    expect(refundable(failed, null, 0n)).toEqual(dollars(9));
  });

  test.each(['expected', 'open', 'failed', 'void'] as const)('is nothing while a charge is %s', (status) => {
    expect(() => refundable(aCharge({ status }), null, 0n)).toThrow(
      expect.objectContaining({ code: 'charge-not-paid' }),
    );
  });
});
