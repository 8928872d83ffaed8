import type { Round } from './campaign.ts';

/** What is known of one invariant over all rounds. */
export type Line = {
  readonly invariant: string;
  readonly runs: number;
  readonly faults: number;
  /** The most faults in one round. */
  readonly worst: number;
};

export type Tally = {
  readonly rounds: number;
  readonly seeds: readonly number[];
  readonly lines: readonly Line[];
};

export const nothingYet: Tally = { rounds: 0, seeds: [], lines: [] };

export function count(tally: Tally, { checks }: Round, seed: number): Tally {
  const names = new Set([...tally.lines, ...checks].map(({ invariant }) => invariant));
  const lines = [...names].map((invariant): Line => {
    const before = tally.lines.find((line) => line.invariant === invariant) ?? UNSEEN;
    const now = checks.find((check) => check.invariant === invariant) ?? UNSEEN;
    return {
      invariant,
      runs: before.runs + now.runs,
      faults: before.faults + now.faults,
      worst: Math.max(before.worst, now.faults),
    };
  });
  return { rounds: tally.rounds + 1, seeds: [...tally.seeds, seed], lines };
}

const UNSEEN = { runs: 0, faults: 0, worst: 0 } as const;

export const isClean = ({ lines }: Tally): boolean => lines.every(({ faults }) => faults === 0);

/** Of a two-sided normal interval of 95 %. */
const Z = 1.96;

/**
 * How frequent faults may be at most, with 95 % confidence.
 *
 * Without a fault in n runs that is 3/n (the rule of three); else the upper end of Wilson's interval. 1 where
 * nothing was run.
 */
export function upperBound({ runs, faults }: Pick<Line, 'runs' | 'faults'>): number {
  if (runs === 0) return 1;
  if (faults === 0) return Math.min(1, 3 / runs);
  const share = Math.min(1, faults / runs);
  const spread = Z * Math.sqrt((share * (1 - share)) / runs + Z ** 2 / (4 * runs ** 2));
  return Math.min(1, (share + Z ** 2 / (2 * runs) + spread) / (1 + Z ** 2 / runs));
}
