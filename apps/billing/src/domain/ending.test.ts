import { plus } from '@gatefold/kernel';
import { countingIds } from '@gatefold/test-kit';
import { describe, expect, test } from 'vitest';
import { aCharge, afterDays, aRefund, aRunning, dollars } from '../../test/builders.ts';
import { endingOf, endReasonFrom, refundAll } from './ending.ts';
import type { Charge } from './subscription.ts';

const at = (now: Date, subscription = aRunning()) => endingOf(subscription, { now, newId: countingIds() });
const canceled = { status: 'canceled', cancellationReason: null } as const;

describe('why it ended', () => {
  test.each([
    { ours: 'refunded', theirs: 'payment_failed', reason: 'refunded' },
    { ours: null, theirs: 'payment_failed', reason: 'payment-failed' },
    { ours: null, theirs: 'payment_disputed', reason: 'disputed' },
    { ours: null, theirs: 'cancellation_requested', reason: 'cancelled' },
    { ours: null, theirs: null, reason: 'cancelled' },
  ] as const)('$reason, when we said $ours and Stripe $theirs', ({ ours, theirs, reason }) => {
    expect(endReasonFrom({ endingAs: ours }, { ...canceled, cancellationReason: theirs })).toBe(reason);
  });

  test('a purchase that was never finished has expired', () => {
    expect(
      endReasonFrom({ endingAs: null }, { status: 'incomplete_expired', cancellationReason: null }),
    ).toBe('expired');
  });
});

describe('we end it ourselves', () => {
  const given = (cents: number) =>
    aRunning({ charges: [aCharge({ refunds: [aRefund({ amount: dollars(cents) })] })] });

  test('when the period that runs was given back whole', () => {
    expect(at(plus(afterDays(56), -1), given(9))).toMatchObject({
      next: { endingAs: 'refunded' },
      calls: [{ kind: 'cancel-now', key: 'end:sub_ada' }],
    });
  });

  test('with what was given behind the period that went back', () => {
    const behind = aCharge({
      phase: 'comp',
      amount: dollars(0),
      period: { from: afterDays(56), until: afterDays(84) },
    });
    const { charges } = given(9);
    const subscription = aRunning({ charges: [...charges, behind] });

    expect(at(afterDays(30), subscription).next.endingAs).toBe('refunded');
    expect(at(afterDays(60), subscription).next.endingAs).toBeNull();
  });

  test.each([
    { when: 'a cent of it was kept', now: afterDays(30), subscription: given(8.99) },
    { when: 'the period is over', now: afterDays(56), subscription: given(9) },
    {
      when: 'the refund failed',
      now: afterDays(30),
      subscription: aRunning({
        charges: [aCharge({ refunds: [aRefund({ amount: dollars(9), status: 'failed' })] })],
      }),
    },
    {
      when: 'a dispute is open',
      now: afterDays(30),
      subscription: aRunning({ charges: [aCharge({ dispute: { id: 'dp', status: 'open' } })] }),
    },
    {
      when: 'a charge is being collected',
      now: afterDays(30),
      subscription: aRunning({ standing: 'collecting' }),
    },
    {
      when: 'nothing was ever settled',
      now: afterDays(30),
      subscription: aRunning({ phase: 'pending', standing: 'exhausted' }),
    },
  ])('but not when $when', ({ now, subscription }) => {
    expect(at(now, subscription)).toEqual({ next: subscription, calls: [] });
  });

  test('when a dispute is lost', () => {
    const lost = aRunning({ charges: [aCharge({ dispute: { id: 'dp', status: 'lost' } })] });

    expect(at(afterDays(30), lost).next.endingAs).toBe('disputed');
  });

  test('when collecting is over', () => {
    expect(at(afterDays(70), aRunning({ standing: 'exhausted' })).next.endingAs).toBe('payment-failed');
  });

  test('for the first reason that was found, and with one and the same call', () => {
    const ending = aRunning({ endingAs: 'refunded', standing: 'exhausted' });

    expect(at(afterDays(70), ending)).toMatchObject({
      next: { endingAs: 'refunded' },
      calls: [{ key: 'end:sub_ada' }],
    });
  });
});

describe('what a goodbye left behind the end', () => {
  const left = (charge: Charge) =>
    aRunning({
      phase: 'ended',
      endingAs: 'cancelled',
      endReason: 'cancelled',
      endedAt: afterDays(29),
      paidThrough: afterDays(56),
      charges: [charge],
    });

  test.each([
    {
      when: 'went back whole',
      charge: aCharge({ refunds: [aRefund({ amount: dollars(9) })] }),
      reason: 'refunded',
    },
    {
      when: 'was lost to a bank',
      charge: aCharge({ dispute: { id: 'dp_1', reason: 'general', status: 'lost' } }),
      reason: 'disputed',
    },
  ])('is over when it $when', ({ charge, reason }) => {
    expect(at(afterDays(30), left(charge))).toMatchObject({
      next: { endReason: reason, paidThrough: afterDays(29) },
      calls: [],
    });
  });

  test('stays where a part went back, and once it has been used up', () => {
    const partly = left(aCharge({ refunds: [aRefund({ amount: dollars(3) })] }));
    const late = left(aCharge({ refunds: [aRefund({ amount: dollars(9) })] }));

    expect(at(afterDays(30), partly).next).toBe(partly);
    expect(at(afterDays(56), late).next).toBe(late);
  });
});

test('paying a second subscription back never gives one payment back twice', () => {
  const partly = aRunning({ charges: [aCharge({ refunds: [aRefund({ amount: dollars(4) })] })] });

  expect(refundAll(partly, countingIds())).toMatchObject([
    { key: `refund-duplicate:${aCharge().id}`, amount: dollars(5) },
  ]);
  expect(
    refundAll(
      aRunning({ charges: [aCharge({ refunds: [aRefund({ amount: dollars(9) })] })] }),
      countingIds(),
    ),
  ).toEqual([]);
});
