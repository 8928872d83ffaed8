import fc from 'fast-check';
import { DAY, plus } from '@gatefold/kernel';
import { countingIds } from '@gatefold/test-kit';
import { describe, expect, test } from 'vitest';
import { aCharge, afterDays, aRefund, aRunning, dollars } from '../../test/builders.ts';
import { cancelNow, quoteCancelNow } from './cancel-now.ts';
import type { HouseRules } from './house-rules.ts';
import { carriedOf, unusedOf } from './unused.ts';
import { quoteWithdrawal, withdraw } from './withdraw.ts';

/** Half of nine dollars was not used when a plan for fifteen began: ten and a half were paid for its first period. */
const old = aCharge();
const dearer = aCharge({
  id: 'dearer',
  index: 2,
  amount: dollars(10.5),
  period: { from: afterDays(42), until: afterDays(70) },
  stripeChargeId: 'ch_2',
});
const changed = aRunning({
  instants: {
    ...aRunning().instants,
    marks: [{ index: 2, at: afterDays(42), credit: 450n, isAsked: false }],
  },
  charges: [aRunning().charges[0]!, old, dearer],
});

test('what came off a charge for an earlier period is paid for, and goes back like it', () => {
  expect(quoteCancelNow(changed, afterDays(56)).refund).toEqual(dollars(7.5));
  expect(quoteCancelNow(changed, afterDays(63)).refund).toEqual(dollars(3.75));
});

test('never more goes back than the charge itself has left', () => {
  const refunded = { ...dearer, refunds: [aRefund({ amount: dollars(5) })] };

  expect(unusedOf(changed, dearer, afterDays(42))).toBe(1_050n);
  expect(unusedOf(changed, refunded, afterDays(42))).toBe(550n);
});

test('what comes off the next charge is all that is not used, what came off this one too', () => {
  expect(carriedOf(changed, dearer, afterDays(42))).toBe(1_500n);
  expect(carriedOf(changed, dearer, afterDays(56))).toBe(750n);
  expect(carriedOf(changed, { ...dearer, refunds: [aRefund({ amount: dollars(10) })] }, afterDays(42))).toBe(
    500n,
  );
});

test('with what was used it is all that was paid, whenever the plan was changed and it ended', () => {
  const within = fc.integer({ min: 0, max: 28 * DAY - 1 });
  fc.assert(
    fc.property(within, within, (first, second) => {
      const at = plus(old.period.from, first);
      const credit = carriedOf(aRunning(), old, at);
      const marks = [{ index: 2, at, credit, isAsked: false }];
      const paid = { ...dearer, amount: { ...dollars(15), amount: 1_500n - credit } };
      const charge = { ...paid, period: { from: at, until: plus(at, 28 * DAY) } };
      const of = { instants: { ...changed.instants, marks } };
      const back = unusedOf(of, charge, plus(at, second));
      const used = (900 * first + 1_500 * second) / (28 * DAY);
      const fair = 900 + Number(charge.amount.amount) - used;

      expect(Math.abs(Number(back) - Math.min(fair, Number(charge.amount.amount)))).toBeLessThanOrEqual(1);
    }),
  );
});

test('whoever withdraws after a change of plan has nothing given back twice', () => {
  const rules = { withdrawal: { days: 60, refund: 'unused' } } as const satisfies Pick<
    HouseRules,
    'withdrawal'
  >;

  expect(quoteWithdrawal(changed, rules as HouseRules, afterDays(49)).refund).toEqual(dollars(10.5));
  expect(quoteWithdrawal(changed, rules as HouseRules, afterDays(52.5)).refund).toEqual(dollars(9.37));
});

describe('what was paid outside of Stripe is for a person to give back', () => {
  const outside = aRunning({ charges: [aCharge({ paidOutside: 600n, stripeChargeId: null })] });
  const now = afterDays(42);
  const given = { now, newId: countingIds(), commandId: 'c1' };
  const house = (refund: 'full' | 'unused') => ({ withdrawal: { days: 60, refund } }) as HouseRules;
  const caseOver = (amount: string) => [
    { kind: 'outside-to-return', subject: aCharge().id, facts: { invoice: 'in_1', amount } },
  ];

  test('as far as it is not used, and more than what Stripe can give', () => {
    const ended = cancelNow(outside, quoteCancelNow(outside, now), given);
    const through = cancelNow(aRunning(), quoteCancelNow(aRunning(), now), given);

    expect(quoteCancelNow(outside, now).refund).toEqual(dollars(3));
    expect(ended.cases).toEqual(caseOver('150 USD'));
    expect(through.cases).toEqual([]);
  });

  test.each([
    { refund: 'full', amount: '600 USD' },
    { refund: 'unused', amount: '150 USD' },
  ] as const)('after a withdrawal with $refund', ({ refund, amount }) => {
    const rules = house(refund);
    const accepted = quoteWithdrawal(outside, rules, now);

    expect(withdraw(outside, { accepted, rules }, given).cases).toEqual(caseOver(amount));
  });
});
