import { money } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { aCharge, aRefund, dollars } from '../../test/builders.ts';
import { refundable } from './refund.ts';

const half = aCharge({ refunds: [aRefund({ amount: dollars(4) })] });
const onItsWay = aCharge({ reserved: [{ id: 'r1', amount: dollars(5) }] });

describe('what may be given back', () => {
  test('is all that is left, when nobody says how much', () => {
    expect(refundable(aCharge(), null)).toEqual(dollars(9));
    expect(refundable(half, null)).toEqual(dollars(5));
  });

  test('is what was asked for', () => {
    expect(refundable(aCharge(), dollars(3))).toEqual(dollars(3));
  });

  test.each([
    { what: 'more than was paid', charge: aCharge(), asked: dollars(9.01) },
    { what: 'more than an earlier refund has left', charge: half, asked: dollars(5.01) },
    { what: 'what is on its way by another refund', charge: onItsWay, asked: dollars(5) },
    { what: 'nothing', charge: aCharge(), asked: dollars(0) },
    { what: 'less than nothing', charge: aCharge(), asked: dollars(-1) },
    { what: 'another currency', charge: aCharge(), asked: money(100n, 'EUR') },
    {
      what: 'the rest when there is none',
      charge: aCharge({ refunds: [aRefund({ amount: dollars(9) })] }),
      asked: null,
    },
  ])('is never $what', ({ charge, asked }) => {
    expect(() => refundable(charge, asked)).toThrow(
      expect.objectContaining({ code: 'refund-exceeds-payment' }),
    );
  });

  test('is again what a refund that failed had taken', () => {
    const failed = aCharge({ refunds: [aRefund({ amount: dollars(9), status: 'failed' })] });

    expect(refundable(failed, null)).toEqual(dollars(9));
  });

  test.each(['expected', 'open', 'failed', 'void'] as const)('is nothing while a charge is %s', (status) => {
    expect(() => refundable(aCharge({ status }), null)).toThrow(
      expect.objectContaining({ code: 'charge-not-paid' }),
    );
  });
});
