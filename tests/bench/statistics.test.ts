import { describe, expect, test } from 'vitest';
import { iqr, median, quantile, restlessness } from './statistics.ts';

describe('what is said of measurements', () => {
  test('does not depend on their order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  test('a p99 is not the worst, unless there are few', () => {
    const values = Array.from({ length: 101 }, (_, index) => index);

    expect(quantile(values, 0.99)).toBe(99);
    expect(quantile([1, 2], 1)).toBe(2);
  });

  test('one wild value does not make a calm run restless', () => {
    expect(iqr([10, 10, 10, 10, 900])).toBe(0);
    expect(restlessness([8, 10, 12])).toBeCloseTo(0.2);
  });

  test('nothing measured is no measurement', () => {
    expect(() => median([])).toThrow('nothing was measured');
  });
});
