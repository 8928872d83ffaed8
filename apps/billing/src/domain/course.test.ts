import { HOUR, plus } from '@gatefold/kernel';
import { expect, test } from 'vitest';
import { aRunning, afterDays } from '../../test/builders.ts';
import { bought } from '../../test/stripe.ts';
import { instantsOf } from './course.ts';

const asked = afterDays(42);
/** A period was asked for on day 42; the one that runs began on day 28. */
const asking = (overrides: Parameters<typeof aRunning>[0] = {}) => {
  const running = aRunning(overrides);
  const marks = [{ index: 2, at: asked, credit: 450n, isAsked: true }];
  return { ...running, instants: { ...running.instants, marks } };
};
const seenFrom = (periodStart: Date) => ({ ...bought(afterDays(0)), periodStart });

test.each([
  { when: 'as it was asked', from: asked, isTaken: true },
  { when: 'a minute later, when Stripe heard of it', from: plus(asked, 60_000), isTaken: true },
  { when: 'a moment before, by Stripe’s clock', from: plus(asked, -2_000), isTaken: true },
  { when: 'long before it was asked', from: plus(asked, -11_000), isTaken: false },
  { when: 'hours later', from: plus(asked, 2 * HOUR), isTaken: false },
])(
  'a period that Stripe begins $when is taken for the one that was asked for: $isTaken',
  ({ from, isTaken }) => {
    const { instants } = asking();

    expect(instantsOf(asking(), seenFrom(from)).marks?.at(-1)).toEqual(
      isTaken ? { ...instants.marks[0], at: from, isAsked: false } : instants.marks[0],
    );
  },
);

test('the period that ran when it was asked is not the one that was asked for, however young it is', () => {
  const [first, second] = aRunning().charges;
  const begun = plus(asked, -2_000);
  const young = { ...second!, period: { from: begun, until: afterDays(70) } };
  const of = asking({ charges: [first!, young] });

  expect(instantsOf(of, seenFrom(begun))).toBe(of.instants);
});
