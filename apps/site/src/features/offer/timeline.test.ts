import { at } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { english, german } from '../../../test/voices.ts';
import { everyOf } from '../../words/intervals.ts';
import { headline, stepsInWords, timeline, type Phase } from './timeline.ts';

const fourWeeks = { unit: 'week', count: 4 } as const;
const usd = (amount: string) => ({ amount, currency: 'USD' });
const phases: readonly Phase[] = [
  { key: 'intro', charges: 1, interval: fourWeeks, amount: usd('100') },
  { key: 'year_one', charges: 13, interval: fourWeeks, amount: usd('900') },
  { key: 'standard', charges: null, interval: fourWeeks, amount: usd('1500') },
];

describe('the three amounts stand with their dates before anyone presses anything', () => {
  test('each step begins with the second in which the one before ends', () => {
    const steps = timeline(phases, at('2026-11-24T07:40:00Z'));

    expect(steps.map(({ from, until }) => [from.toISOString(), until?.toISOString() ?? null])).toEqual([
      ['2026-11-24T07:40:00.000Z', '2026-12-22T07:40:00.000Z'],
      ['2026-12-22T07:40:00.000Z', '2027-12-21T07:40:00.000Z'],
      ['2027-12-21T07:40:00.000Z', null],
    ]);
  });

  test('in words', () => {
    const steps = stepsInWords(timeline(phases, at('2026-11-24T07:40:00Z')), english);

    expect(steps).toEqual([
      { key: 'intro', amount: '$1 today', says: 'for everything, until December 22, 2026' },
      {
        key: 'year_one',
        amount: '$9 every four weeks',
        says: 'for a year, from December 22, 2026 until December 21, 2027',
      },
      {
        key: 'standard',
        amount: '$15 every four weeks',
        says: 'from December 21, 2027, until you cancel. We write to you before it changes.',
      },
    ]);
  });

  test('a discount of other length names its payments', () => {
    const short = [phases[0]!, { ...phases[1]!, charges: 3 }, phases[2]!];

    expect(stepsInWords(timeline(short, at('2026-11-24T07:40:00Z')), english)[1]?.says).toBe(
      '3 payments, from December 22, 2026 until March 16, 2027',
    );
  });

  test('an offer without an introduction has one step', () => {
    expect(stepsInWords(timeline([phases[2]!], at('2026-11-24T07:40:00Z')), english)).toEqual([
      { key: 'standard', amount: '$15 every four weeks', says: 'until you cancel' },
    ]);
  });
});

test('months are counted by the calendar, weeks by the second', () => {
  const monthly: Phase = { key: 'a', charges: 1, interval: { unit: 'month', count: 1 }, amount: usd('100') };

  expect(timeline([monthly], at('2027-01-31T12:00:00Z'))[0]?.until).toEqual(at('2027-02-28T12:00:00Z'));
});

test('the headline is the first step', () => {
  expect(headline(phases, english)).toBe('Only $1 for four weeks');
  expect(headline(phases.slice(-1), english)).toBe('$15 every four weeks');
  expect(headline([], english)).toBeNull();
});

test('lengths in words', () => {
  expect(everyOf({ unit: 'month', count: 1 }, english)).toBe('every month');
  expect(everyOf({ unit: 'week', count: 30 }, english)).toBe('every 30 weeks');
  expect(everyOf({ unit: 'week', count: 4 }, german)).toBe('alle vier Wochen');
  expect(headline(phases, german)).toBe('Nur 1\u00a0$ für vier Wochen');
});
