import { DAY, HOUR, plus } from '@gatefold/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aCharge, afterDays, aRunning, start, reminding } from '../../test/builders.ts';
import { nextDue } from './due.ts';
import type { Subscription } from './subscription.ts';

const next = (subscription: Subscription, now: Date) => nextDue(subscription, { now, reminding });
/** Reminded of everything, so that only the rest can be due. */
const quiet = (overrides: Partial<Subscription> = {}): Subscription =>
  aRunning({ reminders: ['conversion-reminder', 'step-up-notice'], charges: [], ...overrides });

describe('a subscription is looked at although nobody says anything', () => {
  test('for a reminder, on its instant', () => {
    expect(next(aRunning({ paidThrough: afterDays(28) }), start)).toEqual({
      at: afterDays(21),
      why: 'reminder',
    });
  });

  test('two hours after a renewal should have settled: Stripe drafts for one and then charges', () => {
    expect(next(quiet(), afterDays(30))).toEqual({ at: plus(afterDays(56), 2 * HOUR), why: 'overdue' });
  });

  test('two hours after a failed charge should have been tried again', () => {
    const collecting = quiet({ standing: 'collecting', paidThrough: afterDays(28), retryAt: afterDays(31) });

    expect(next(collecting, afterDays(29))).toEqual({ at: plus(afterDays(31), 2 * HOUR), why: 'overdue' });
  });

  test('when collecting is to be given up', () => {
    const collecting = quiet({ standing: 'collecting', paidThrough: afterDays(28), retryAt: null });

    expect(next(collecting, afterDays(29))).toEqual({ at: afterDays(42), why: 'dunning-over' });
  });

  test('two hours after a period that was paid, to earn it, unless news of the next has done so', () => {
    const ended = quiet({ phase: 'ended', charges: [aCharge()] });

    expect(next(ended, afterDays(30))).toEqual({ at: plus(afterDays(56), 2 * HOUR), why: 'period-over' });
  });

  test('in the instant in which another plan begins', () => {
    const { path, bundle, steering } = aRunning();
    const change = {
      at: afterDays(56),
      bundle: 'all-access',
      alsoReads: ['signal'],
      earlier: { path, bundle, listPrice: null },
    };
    const changing = quiet({ charges: [aCharge()], steering: { ...steering, change } });

    expect(next(changing, afterDays(30))).toEqual({ at: afterDays(56), why: 'period-over' });
    expect(next(changing, afterDays(56))?.at).toEqual(plus(afterDays(56), 2 * HOUR));
  });

  test('six hours later, and then once a day, as long as there is no news', () => {
    const since = plus(afterDays(56), 2 * HOUR);

    expect(next(quiet(), since)?.at).toEqual(plus(since, 6 * HOUR));
    expect(next(quiet(), plus(since, 6 * HOUR))?.at).toEqual(plus(since, 6 * HOUR + DAY));
    expect(next(quiet(), plus(since, 6 * HOUR + 9 * DAY))?.at).toEqual(plus(since, 6 * HOUR + 10 * DAY));
  });

  test('for whatever comes first', () => {
    const all = quiet({ reminders: [], charges: [aCharge(), aCharge({ earned: 900n })] });

    expect(next({ ...all, paidThrough: afterDays(40) }, afterDays(30))?.why).toBe('overdue');
    expect(next({ ...all, paidThrough: afterDays(60) }, afterDays(30))?.why).toBe('period-over');
    expect(next({ ...all, paidThrough: afterDays(60) }, afterDays(20))?.why).toBe('reminder');
  });

  test('never again when it is over and everything is earned', () => {
    expect(next(quiet({ phase: 'ended', charges: [aCharge({ earned: 900n })] }), afterDays(30))).toBeNull();
    expect(next(quiet({ phase: 'pending', paidThrough: null }), start)).toBeNull();
  });
});

test('the next look is always later than now, so that no clock can be kept from going on', () => {
  const standings = fc.constantFrom('ok', 'collecting', 'exhausted', 'disputed' as const);
  const day = fc.integer({ min: 0, max: 800 });

  fc.assert(
    fc.property(day, day, fc.option(day), standings, (today, until, retry, standing) => {
      const subscription = aRunning({
        standing,
        paidThrough: afterDays(until),
        retryAt: retry === null ? null : afterDays(retry),
      });
      const due = next(subscription, afterDays(today));

      if (due !== null) expect(due.at.getTime()).toBeGreaterThan(afterDays(today).getTime());
    }),
  );
});
