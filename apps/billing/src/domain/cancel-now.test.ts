import { DAY, plus } from '@gatefold/kernel';
import { countingIds } from '@gatefold/test-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aCharge, afterDays, aRefund, aRunning, dollars, start } from '../../test/builders.ts';
import { cancelNow, quoteCancelNow } from './cancel-now.ts';
import type { Subscription } from './subscription.ts';

const refusal = (code: string) => expect.objectContaining({ code }) as unknown as Error;
const confirm = (
  subscription: Subscription,
  accepted = quoteCancelNow(subscription, afterDays(42)),
  now = accepted.at,
) => cancelNow(subscription, accepted, { now, newId: countingIds(), commandId: 'c1' });

describe('what goes back when a subscription ends at once', () => {
  test.each([
    { when: 'on the first second of a period', at: afterDays(28), refund: dollars(9) },
    { when: 'half way', at: afterDays(42), refund: dollars(4.5) },
    { when: 'a day before its end', at: afterDays(55), refund: dollars(0.32) },
    { when: 'in its last second', at: plus(afterDays(56), -1_000), refund: dollars(0) },
    { when: 'after its end, while the next is drafted', at: afterDays(56), refund: dollars(0) },
  ])('$when', ({ at, refund }) => {
    expect(quoteCancelNow(aRunning(), at)).toEqual({ at, refund });
  });

  test('is never what went back already', () => {
    const partly = (cents: number) =>
      aRunning({ charges: [aCharge({ refunds: [aRefund({ amount: dollars(cents) })] })] });

    expect(quoteCancelNow(partly(4), afterDays(42)).refund).toEqual(dollars(4.5));
    expect(quoteCancelNow(partly(8), afterDays(42)).refund).toEqual(dollars(1));
  });

  test('is never what is on its way back, be it to be seen at Stripe only later', () => {
    const asked = (cents: number) =>
      aRunning({ charges: [aCharge({ reserved: [{ id: 'r1', amount: dollars(cents) }] })] });

    expect(quoteCancelNow(asked(4), afterDays(42)).refund).toEqual(dollars(4.5));
    expect(quoteCancelNow(asked(8), afterDays(42)).refund).toEqual(dollars(1));
    const before = quoteCancelNow(aRunning(), afterDays(42));
    expect(() => confirm(asked(8), before)).toThrow(refusal('quote-outdated'));
  });

  test('together with what is used is the price, on every second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 28 * DAY - 1 }), (elapsed) => {
        const { refund } = quoteCancelNow(aRunning(), plus(afterDays(28), elapsed));
        const fair = 900 - (900 * elapsed) / (28 * DAY);

        expect(Math.abs(Number(refund.amount) - fair)).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  test.each([1, 500, 60_000])('is the whole price %i ms before its period begins by our clock', (behind) => {
    const bought = aRunning({ charges: [aRunning().charges[0]!] });
    const at = plus(start, -behind);

    expect(quoteCancelNow(bought, at)).toEqual({ at, refund: dollars(1) });
    expect(confirm(bought, { at, refund: dollars(1) }, afterDays(3)).calls).toMatchObject([
      { kind: 'cancel-now' },
      { kind: 'refund', stripeChargeId: 'ch_0', amount: dollars(1) },
    ]);
  });

  test('is of the period that another plan has begun, by our clock or not, and not of the one before', () => {
    const changed = { id: 'dearer', amount: dollars(15), stripeChargeId: 'ch_2' };
    const period = { from: afterDays(42), until: afterDays(70) };
    const of = aRunning({
      charges: [...aRunning().charges.slice(0, 2), aCharge({ ...changed, index: 2, period })],
    });

    expect(quoteCancelNow(of, plus(afterDays(42), -1)).refund).toEqual(dollars(15));
    expect(quoteCancelNow(of, afterDays(42)).refund).toEqual(dollars(15));
  });

  test('is of the paid period, while one that was given lies behind it', () => {
    const given = { id: 'given', amount: dollars(0), phase: 'comp', stripeChargeId: null };
    const period = { from: afterDays(56), until: afterDays(84) };
    const of = aRunning({
      charges: [...aRunning().charges.slice(0, 2), aCharge({ ...given, index: 2, period })],
    });

    expect(quoteCancelNow(of, afterDays(42)).refund).toEqual(dollars(4.5));
  });

  test.each([
    { what: 'has ended', subscription: aRunning({ phase: 'ended' }), code: 'subscription-ended' },
    { what: 'is being ended', subscription: aRunning({ endingAs: 'disputed' }), code: 'subscription-ended' },
    { what: 'was never paid', subscription: aRunning({ charges: [] }), code: 'charge-not-paid' },
  ])('is not asked of one that $what', ({ subscription, code }) => {
    expect(() => quoteCancelNow(subscription, afterDays(42))).toThrow(refusal(code));
  });
});

describe('ending at once', () => {
  test('gives back exactly what was quoted, with a certificate', () => {
    const { next, changes, calls } = confirm(aRunning());

    expect(calls).toMatchObject([
      { kind: 'cancel-now', key: 'end:sub_ada' },
      { kind: 'refund', stripeChargeId: 'ch_1', amount: dollars(4.5), reason: 'requested_by_customer' },
    ]);
    expect(next).toMatchObject({ endingAs: 'refunded', intent: 'cancelling', cancellations: 1 });
    expect(changes).toEqual([
      { type: 'cancellation-scheduled', certificateNumber: `${next.orderNumber}-C1` },
    ]);
  });

  test('after a cancellation keeps that one’s certificate', () => {
    expect(confirm(aRunning({ intent: 'cancelling', cancellations: 1 }))).toMatchObject({
      next: { cancellations: 1 },
      changes: [],
    });
  });

  test('with nothing left to give back makes no refund', () => {
    const accepted = { at: afterDays(57), refund: dollars(0) };

    expect(confirm(aRunning(), accepted)).toMatchObject({
      next: { endingAs: 'cancelled' },
      calls: [{ kind: 'cancel-now' }],
    });
  });

  test('as was quoted long before is possible only within the period of which the quote was', () => {
    const nextPeriod = aCharge({
      ...{ id: 'next', amount: dollars(9) },
      period: { from: afterDays(56), until: afterDays(84) },
    });
    const accepted = quoteCancelNow(aRunning(), afterDays(42));

    expect(confirm(aRunning(), accepted, plus(afterDays(56), -1)).calls).toHaveLength(2);
    expect(() => confirm(aRunning(), accepted, afterDays(56))).toThrow(refusal('quote-outdated'));
    const renewed = aRunning({ charges: [...aRunning().charges, nextPeriod] });
    expect(() => confirm(renewed, accepted, afterDays(57))).toThrow(refusal('quote-outdated'));
  });

  test.each([
    { what: 'another amount', accepted: { at: afterDays(42), refund: dollars(4.51) } },
    { what: 'another currency', accepted: { at: afterDays(42), refund: { amount: 450n, currency: 'EUR' } } },
  ])('for $what than the instant gives is refused', ({ accepted }) => {
    expect(() => confirm(aRunning(), accepted)).toThrow(refusal('quote-outdated'));
  });
});
