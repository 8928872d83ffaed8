import { at, DAY, HOUR, plus } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import {
  afterDays,
  anOffer,
  aRunning,
  aSubscription,
  instants,
  start,
  reminding,
} from '../../test/builders.ts';
import { freezePath } from './price-path.ts';
import { dueReminders, nextReminderAt } from './reminders.ts';

const inIntro = aRunning({ phase: 'intro', paidThrough: afterDays(28) });
const due = (now: Date, subscription = inIntro) => dueReminders(subscription, { now, reminding });
/** Where fifteen dollars begin. */
const full = afterDays(14 * 28);

describe('the reminder that the introduction ends', () => {
  test('is due seven days before, and not a millisecond earlier', () => {
    expect(due(plus(afterDays(21), -1))).toEqual([]);
    expect(due(afterDays(21))).toEqual(['conversion-reminder']);
  });

  test('is late for good once the nine dollars are due', () => {
    expect(due(plus(afterDays(28), -1))).toEqual(['conversion-reminder']);
    expect(due(afterDays(28))).toEqual([]);
  });

  test('counts calendar days where the publisher is: across a change of clocks it is not 7 × 24 hours', () => {
    const bought = at('2027-02-20T23:30:00-05:00');
    const anchor = plus(bought, 28 * DAY);
    const subscription = { ...inIntro, instants: { startedAt: bought, anchor } };
    const next = (where: string) =>
      nextReminderAt(subscription, { now: bought, reminding: { ...reminding, zone: where } });

    expect(next('America/New_York')).toEqual(at('2027-03-14T00:30:00-05:00'));
    expect(next('UTC')).toEqual(plus(anchor, -7 * DAY));
    expect(next('America/New_York')!.getTime() - next('UTC')!.getTime()).toBe(HOUR);
  });

  test('goes to nobody who has cancelled, and at once to one who takes that back after the day', () => {
    expect(due(afterDays(21), { ...inIntro, intent: 'cancelling' })).toEqual([]);
    expect(due(afterDays(26))).toEqual(['conversion-reminder']);
  });

  test.each([
    { who: 'paid nothing', subscription: aSubscription({ instants }) },
    { who: 'has left', subscription: { ...inIntro, phase: 'ended' } },
    { who: 'was reminded', subscription: { ...inIntro, reminders: ['conversion-reminder'] as const } },
  ])('goes to nobody who $who', ({ subscription }) => {
    expect(due(afterDays(21), subscription)).toEqual([]);
  });

  test('has no place where there is no introduction', () => {
    const plain = { ...inIntro, instants: { startedAt: start, anchor: start } };

    expect(due(plus(start, -1), plain)).toEqual([]);
  });
});

describe('the notice that the list price begins', () => {
  const reminded = { ...inIntro, reminders: ['conversion-reminder'] as const };

  test('is due fourteen calendar days before', () => {
    const inTime = nextReminderAt(reminded, { now: afterDays(30), reminding });

    expect(inTime).not.toBeNull();
    expect(due(plus(inTime!, -1), reminded)).toEqual([]);
    expect(due(inTime!, reminded)).toEqual(['step-up-notice']);
    expect(Math.abs(inTime!.getTime() - plus(full, -14 * DAY).getTime())).toBeLessThanOrEqual(HOUR);
  });

  test('is late for good once the list price is due', () => {
    expect(due(full, reminded)).toEqual([]);
  });

  test('is not sent where the introduction leads straight to the list price: that has its own reminder', () => {
    const [intro, , standard] = anOffer().phases;
    const path = freezePath(anOffer({ phases: [intro!, standard!] }));
    const all = Array.from({ length: 28 }, (_, day) => due(afterDays(day), { ...inIntro, path }));

    expect(new Set(all.flat())).toEqual(new Set(['conversion-reminder']));
  });
});

describe('the next reminder', () => {
  test('is the earliest that is still to come', () => {
    expect(nextReminderAt(inIntro, { now: start, reminding })).toEqual(afterDays(21));
  });

  test('is none when all were sent or nobody is to be reminded', () => {
    const all = { ...inIntro, reminders: ['conversion-reminder', 'step-up-notice'] as const };

    expect(nextReminderAt(all, { now: start, reminding })).toBeNull();
    expect(nextReminderAt({ ...inIntro, intent: 'cancelling' }, { now: start, reminding })).toBeNull();
  });
});
