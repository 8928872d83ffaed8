import { describe, expect, test } from 'vitest';
import { isMet, toJsonLine, toText, type Figure } from './figure.ts';

const figure: Figure = {
  goal: 'G6',
  bar: 3,
  value: 2.54321,
  unit: 'x',
  direction: 'max',
  samples: 400,
  iqr: 0.3,
};

describe('a figure', () => {
  test.each([
    { value: 3, direction: 'max', met: true },
    { value: 3.01, direction: 'max', met: false },
    { value: 3, direction: 'min', met: true },
    { value: 2.99, direction: 'min', met: false },
  ] as const)('of $value is met: $met where the bar of 3 is a $direction', ({ value, direction, met }) => {
    expect(isMet({ ...figure, value, direction })).toBe(met);
  });

  test('without a bar is only said', () => {
    expect(isMet({ ...figure, bar: null, value: 99 })).toBe(true);
    expect(toText({ ...figure, bar: null })).not.toContain('met');
  });

  test('is one line of JSON with everything that judges it', () => {
    expect(JSON.parse(toJsonLine(figure, { bench: 'access-latency', events: 'kafka' }))).toEqual({
      bench: 'access-latency',
      goal: 'G6',
      bar: 3,
      value: 2.543,
      unit: 'x',
      direction: 'max',
      samples: 400,
      iqr: 0.3,
      truth: 'ok',
      events: 'kafka',
    });
  });
});
