import { describe, expect, test } from 'vitest';
import { answeredAt } from './stripe-time.ts';

const answer = (date?: string) => ({ lastResponse: { headers: date === undefined ? {} : { date } } });
const onNoClock = [{ test_clock: null }];

describe('Stripe’s time of a look', () => {
  const early = answer('Thu, 26 Nov 2026 10:00:00 GMT');
  const late = answer('Thu, 26 Nov 2026 10:00:07 GMT');

  test('is that of its first answer', () =>
    expect(answeredAt([late, early], onNoClock)).toEqual(new Date('2026-11-26T10:00:00Z')));

  test.each([
    ['one of its answers has none', [early, answer()], onNoClock],
    ['an answer says it in no words that are understood', [early, answer('soon')], onNoClock],
    ['a test clock gives a subscription another', [early, late], [...onNoClock, { test_clock: 'clock_1' }]],
  ])('is not known where %s', (_, answers, read) => expect(answeredAt(answers, read)).toBeNull());
});
