/** Chance that can be repeated: the same seed and the same questions give the same answers. */
export function createDice(seed: number) {
  let state = seed >>> 0;
  /** At least 0, less than 1 (mulberry32). */
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));

  return {
    /** A whole number from `least` to `most`, both included. */
    between,
    happens: (probability: number): boolean => next() < probability,
    pick: <T>(list: readonly T[]): T => list[between(0, list.length - 1)]!,
  };
}

export type Dice = ReturnType<typeof createDice>;

/** The seed of `FAULT_SEED`, to repeat a run, else a new one. */
export function seedFrom(env: NodeJS.ProcessEnv): number {
  const given = Number(env['FAULT_SEED'] ?? '');
  return Number.isInteger(given) && given > 0 ? given : Math.floor(Math.random() * 1_000_000_000) + 1;
}
