import { describe, expect, test } from 'vitest';
import { count, isClean, nothingYet, upperBound } from './tally.ts';

describe('what a campaign says of an invariant', () => {
  test('without a fault the bound is three by the number of runs, and never more than certainty', () => {
    expect(upperBound({ runs: 20_000, faults: 0 })).toBeCloseTo(0.00015);
    expect(upperBound({ runs: 2, faults: 0 })).toBe(1);
    expect(upperBound({ runs: 0, faults: 0 })).toBe(1);
  });

  test('with faults the bound lies above their share', () => {
    expect(upperBound({ runs: 100, faults: 10 })).toBeCloseTo(0.174, 2);
    expect(upperBound({ runs: 5, faults: 9 })).toBe(1);
  });

  test('rounds add up, and the worst of them is remembered', () => {
    const round = (faults: number) => ({ checks: [{ invariant: 'kept', runs: 10, faults }], notes: [] });
    const tally = count(count(nothingYet, round(2), 7), round(1), 8);

    expect(tally).toEqual({
      rounds: 2,
      seeds: [7, 8],
      lines: [{ invariant: 'kept', runs: 20, faults: 3, worst: 2 }],
    });
    expect(isClean(tally)).toBe(false);
  });
});
