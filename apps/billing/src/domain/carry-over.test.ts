import { countingIds } from '@gatefold/test-kit';
import { plus } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { aCharge, afterDays, aRunning, dollars, start } from '../../test/builders.ts';
import { carryOver } from './carry-over.ts';

const elsewhere = (until: Date) =>
  aRunning({
    id: '01990000-0000-7000-8000-0000000000e1',
    charges: [aCharge({ index: 0, phase: 'imported', amount: dollars(0), period: { from: start, until } })],
  });
const carried = (until: Date, to = aRunning()) =>
  carryOver(elsewhere(until), to, { now: afterDays(30), newId: countingIds(), commandId: 'merge' });

describe('what was paid for elsewhere, when its subscription gives way to another', () => {
  test('moves the next charge of that one by the days that are left, each begun one whole', () => {
    const { next, cases } = carried(plus(afterDays(39), 1))!;

    expect(next.paidThrough).toEqual(afterDays(56 + 10));
    expect(next.charges.find(({ status }) => status === 'expected')?.period.from).toEqual(afterDays(66));
    expect(cases ?? []).toEqual([]);
  });

  test('is nothing once it is over', () => expect(carried(afterDays(30))).toBeNull());

  test.each([
    ['is cancelled', aRunning({ intent: 'cancelling' }), 'subscription-cancelling'],
    ['owes something', aRunning({ standing: 'collecting' }), 'payment-outstanding'],
    ['is not paid yet', aRunning({ paidThrough: null }), 'charge-not-paid'],
  ])('is a case for a person where that one %s', (_, to, because) => {
    expect(carried(afterDays(40), to)).toEqual({
      next: to,
      changes: [],
      cases: [
        {
          kind: 'paid-elsewhere',
          subject: '01990000-0000-7000-8000-0000000000e1',
          facts: { days: '10', subscriptionId: to.id, because },
        },
      ],
    });
  });
});
