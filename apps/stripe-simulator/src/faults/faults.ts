/** What goes wrong with a call, by request of a test. `effect`: whether Stripe did the work all the same. */
export type Fault =
  | { readonly kind: 'latency'; readonly millis: number }
  | { readonly kind: 'timeout'; readonly effect: boolean }
  | { readonly kind: 'reset'; readonly effect: boolean }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'rate-limit'; readonly retryAfter: number; readonly reason: RateLimitReason }
  | { readonly kind: 'server-error'; readonly effect: boolean }
  | { readonly kind: 'wrong-amount'; readonly by: number };

export const rateLimitReasons = [
  'endpoint-concurrency',
  'endpoint-rate',
  'global-concurrency',
  'global-rate',
  'resource-specific',
] as const;
export type RateLimitReason = (typeof rateLimitReasons)[number];

/** A fault for the next calls that fit: an address that begins with `path`, where `*` stands for one part. */
export type Planned = {
  readonly id: number;
  readonly fault: Fault;
  readonly method: 'DELETE' | 'GET' | 'POST' | null;
  readonly path: string;
  /** How many calls it still meets. */
  readonly times: number;
};

/** Faults that wait for their calls. They do not outlive the process. */
export function createFaults() {
  let planned: Planned[] = [];
  let count = 0;

  return {
    plan(wanted: Omit<Planned, 'id'>): Planned {
      count += 1;
      const made = { ...wanted, id: count };
      planned.push(made);
      return made;
    },
    list: (): readonly Planned[] => planned,
    clear: (): void => void (planned = []),
    /** The oldest fault that fits this call, which meets one call less from now on. */
    take(method: string, path: string): Fault | null {
      const met = planned.find((one) => fits(one, method, path));
      if (met === undefined) return null;
      planned = planned
        .map((one) => (one === met ? { ...one, times: one.times - 1 } : one))
        .filter(({ times }) => times > 0);
      return met.fault;
    },
  };
}

export type Faults = ReturnType<typeof createFaults>;

function fits({ method, path: wanted }: Planned, asked: string, path: string): boolean {
  if (method !== null && method !== asked) return false;
  const [parts, given] = [wanted.split('/').filter(Boolean), path.split('/').filter(Boolean)];
  return parts.every((part, index) => part === '*' || part === given[index]);
}

const amounts = new Set(['amount', 'amount_due', 'amount_paid', 'amount_total', 'total', 'unit_amount']);

/** The same answer with every amount off by so much. */
export function withWrongAmounts(value: unknown, by: number): unknown {
  if (Array.isArray(value)) return value.map((item) => withWrongAmounts(item, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      typeof item === 'number' && amounts.has(key) ? item + by : withWrongAmounts(item, by),
    ]),
  );
}
