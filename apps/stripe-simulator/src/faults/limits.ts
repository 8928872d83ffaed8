import type { RateLimitReason } from './faults.ts';

/** Stripe's own limits, as documented: calls a second, and reads over thirty days. */
export type Limits = {
  readonly perEndpoint: number;
  readonly perAccount: number;
  readonly readsPerTransaction: number;
  /** Reads that everybody has, however few transactions there are. */
  readonly readsAtLeast: number;
};

export const stripeLimits: Limits = {
  perEndpoint: 25,
  perAccount: 100,
  readsPerTransaction: 500,
  readsAtLeast: 10_000,
};

type Call = {
  readonly method: string;
  /** The path with its ids left out, which is what Stripe counts by. */
  readonly endpoint: string;
  /** Milliseconds of machine time: a limit is about load, which virtual time knows nothing of. */
  readonly machine: number;
  /** Whole seconds of the virtual clock. */
  readonly now: number;
};

type Options = {
  /** How many charges succeeded since this instant, in whole seconds. */
  readonly transactionsSince: (instant: number) => number;
};

const DAY = 86_400;

/** Off until switched on. Counts are in windows of a second, as the real ones nearly are, and forgotten with the process. */
export function createLimits({ transactionsSince }: Options) {
  let limits: Limits | null = null;
  let second = 0;
  let counts = new Map<string, number>();
  const reads = new Map<number, number>();

  const counted = (name: string): number => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count;
  };

  const readsAreUsedUp = (now: number, { readsPerTransaction, readsAtLeast }: Limits): boolean => {
    const today = Math.floor(now / DAY);
    for (const day of reads.keys()) if (day <= today - 30) reads.delete(day);
    const asked = (reads.get(today) ?? 0) + 1;
    reads.set(today, asked);
    const total = [...reads.values()].reduce((sum, count) => sum + count, 0);
    if (total <= readsAtLeast) return false;
    return total > readsPerTransaction * transactionsSince(now - 30 * DAY);
  };

  return {
    set(wanted: Limits | null): void {
      limits = wanted;
      counts = new Map();
      reads.clear();
    },
    get: (): Limits | null => limits,
    /** Why this call is one too many, or null. */
    exceeded({ method, endpoint, machine, now }: Call): RateLimitReason | null {
      if (limits === null) return null;
      const current = Math.floor(machine / 1_000);
      if (current !== second) [second, counts] = [current, new Map()];
      if (counted('account') > limits.perAccount) return 'global-rate';
      if (counted(`${method} ${endpoint}`) > limits.perEndpoint) return 'endpoint-rate';
      return method === 'GET' && readsAreUsedUp(now, limits) ? 'resource-specific' : null;
    },
  };
}

export type RateLimits = ReturnType<typeof createLimits>;
