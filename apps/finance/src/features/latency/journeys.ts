/** An event's effect on access, as entitlement tells it; instants of machine time, in ISO. */
export type Effect = {
  readonly eventId: string;
  readonly readerId: string;
  readonly type: string;
  readonly takenAt: string;
  readonly effectiveAt: string;
};

/** The same event's way through billing, as far as billing still knows. */
export type Timing = {
  readonly id: string;
  readonly receivedAt: string | null;
  readonly recordedAt: string;
  readonly publishedAt: string | null;
};

export const stages = ['inbox', 'relay', 'broker', 'projection'] as const;
export type Stage = (typeof stages)[number];

/** How long an event took from the first that was heard of it to its effect, in milliseconds. */
export type Journey = {
  readonly id: string;
  readonly readerId: string;
  readonly type: string;
  readonly at: string;
  readonly total: number;
  /** Null where billing does not know any more. */
  readonly spent: Readonly<Record<Stage, number>> | null;
};

/**
 * Where an event's time went.
 *
 * It begins with Stripe's news, or where none led to it, as when the reader came back first, with what billing wrote
 * down. Clocks of two machines differ a little, and a log may be read before its answer is back: nothing is negative.
 */
export function journeyOf(effect: Effect, timing: Timing | undefined): Journey {
  const { eventId: id, readerId, type, effectiveAt: at } = effect;
  const about = { id, readerId, type, at };
  const [taken, effective] = [Date.parse(effect.takenAt), Date.parse(at)];
  if (timing === undefined) return { ...about, total: since(bornAt(id), effective), spent: null };
  const recorded = Date.parse(timing.recordedAt);
  const received = timing.receivedAt === null ? recorded : Date.parse(timing.receivedAt);
  const published = Math.min(timing.publishedAt === null ? taken : Date.parse(timing.publishedAt), taken);
  const spent = {
    inbox: since(received, recorded),
    relay: since(recorded, published),
    broker: since(published, taken),
    projection: since(taken, effective),
  };
  return { ...about, total: since(received, effective), spent };
}

const since = (from: number, until: number): number => Math.max(0, until - from);

/** A UUIDv7 begins with the millisecond of its birth. */
const bornAt = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

export type Summary = { readonly name: Stage | 'total'; readonly p50: number; readonly p99: number };

/** The middle and the slow end of each stage and of the whole. */
export function summaryOf(journeys: readonly Journey[]): Summary[] {
  const row = (name: Summary['name'], values: readonly number[]): Summary => ({
    name,
    p50: quantile(values, 0.5),
    p99: quantile(values, 0.99),
  });
  const known = journeys.flatMap(({ spent }) => (spent === null ? [] : [spent]));
  const parts =
    known.length === 0
      ? []
      : stages.map((stage) =>
          row(
            stage,
            known.map((spent) => spent[stage]),
          ),
        );
  return [
    ...parts,
    row(
      'total',
      journeys.map(({ total }) => total),
    ),
  ];
}

/** The smallest value that this share does not exceed; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** Those that took longest, the latest of equals first. */
export const slowest = (journeys: readonly Journey[], most: number): Journey[] =>
  journeys.toSorted((a, b) => b.total - a.total || (a.at < b.at ? 1 : -1)).slice(0, most);
