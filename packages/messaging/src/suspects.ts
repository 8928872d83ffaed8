/** As many events as may have been in hand together. */
const IN_HAND = 50;

type State = { term: string; left: number; uncounted: { offset: string; attempts: number } | null };

/**
 * Which partitions are in doubt, so that attempts have to be counted.
 *
 * The first records after a change of hands are, as far as they were in the log by then, because one of them may have
 * ended the process that had them; and those of a transaction that failed, because one of them was the reason.
 */
export function createSuspects() {
  const states = new Map<string, State>();
  const stateOf = (partition: string, term: string): State => {
    const known = states.get(partition);
    if (known !== undefined && known.term === term) return known;
    const fresh: State = { term, left: IN_HAND, uncounted: null };
    states.set(partition, fresh);
    return fresh;
  };

  return {
    /** `waiting`: how many records the log holds from the first on that is delivered now. */
    given(partition: string, term: string, waiting: number): void {
      if (states.get(partition)?.term !== term) stateOf(partition, term).left = Math.min(IN_HAND, waiting);
    },
    isInDoubt: (partition: string, term: string): boolean => stateOf(partition, term).left > 0,
    doubt(partition: string, term: string, count: number): void {
      const state = stateOf(partition, term);
      state.left = Math.max(state.left, count);
    },
    passed(partition: string, term: string): void {
      const state = stateOf(partition, term);
      state.left = Math.max(0, state.left - 1);
      state.uncounted = null;
    },
    /** The database failed under an attempt that was counted: the next delivery is the same attempt. */
    excuse(partition: string, term: string, attempt: { offset: string; attempts: number }): void {
      stateOf(partition, term).uncounted = attempt;
    },
    accuse(partition: string, term: string): void {
      stateOf(partition, term).uncounted = null;
    },
    excused(partition: string, term: string, offset: string): number | null {
      const { uncounted } = stateOf(partition, term);
      return uncounted?.offset === offset ? uncounted.attempts : null;
    },
  };
}

export type Suspects = ReturnType<typeof createSuspects>;
