/** What a round of a relay came to: its rows, and whether a shard may hold more than the round could take. */
export type RoundDone = { readonly count: number; readonly isFull: boolean };

const LONGEST_MS = 50;

/**
 * How long rows may gather before the next round, in milliseconds: one for each row of this one, and not longer than it took.
 *
 * So the more there is, the fewer and larger are the batches that the log and its consumers have to take, while what is
 * alone does not wait. Nor does a backlog, whose rounds are as large as they can be.
 */
export const restAfter = ({ count, isFull }: RoundDone, tookMs: number): number =>
  isFull ? 0 : Math.min(count, tookMs, LONGEST_MS);
