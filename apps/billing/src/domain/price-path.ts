import type { PhasePolicy } from './phase-policy.ts';
import { toMoneyJson, type Money, type Period } from '@gatefold/kernel';
import { intervalsAfter, type Offer, type OfferPhase } from './offer.ts';

/** Counts, amounts and order as they were when the reader accepted them. Later versions of the offer do not touch it. */
export type PricePath = {
  readonly offer: string;
  readonly offerVersion: number;
  readonly steps: readonly OfferPhase[];
};

/**
 * When the path runs. Stripe's word, since a session may be paid a day after it was opened.
 *
 * The first step lasts from `startedAt` to `anchor` if these differ, as it is paid on the spot; from
 * `anchor` on every period is counted.
 */
export type PathInstants = {
  readonly startedAt: Date;
  readonly anchor: Date;
  /** Where the path was moved since: by a pause, another plan, a period given. Oldest first. */
  readonly marks?: readonly Mark[];
};

/** From charge `index` on, periods are counted from `at`. */
export type Mark = {
  readonly index: number;
  readonly at: Date;
  /** Comes off this one charge, in minor units: what was paid for and is not used. */
  readonly credit: bigint;
  /** Asked for "now": Stripe's word for when that was is not in yet. */
  readonly isAsked: boolean;
};

/** One charge that the path promises. `index` counts all charges from zero. */
export type PlannedCharge = {
  readonly index: number;
  readonly phase: string;
  readonly item: string;
  readonly version: number;
  readonly amount: Money;
  readonly period: Period;
};

/** What is sold under one subscription; groups will have more than one. */
export const ITEM = 'base';
/** The step of a period that was given, whatever its offer. */
export const COMP = 'comp';
/** The step of what was given by somebody else: the only one of its path. */
export const GIFT = 'gift';
/** The first step of what was taken over from elsewhere: paid for there, so nothing here. */
export const IMPORTED = 'imported';

export const isImported = ({ steps }: Pick<PricePath, 'steps'>): boolean => steps[0]?.key === IMPORTED;

/** The path of a purchase; with seats each amount is for all of them. */
export const freezePath = ({ key, version, phases }: Offer, seats: number | null = null): PricePath => ({
  offer: key,
  offerVersion: version,
  steps: seats === null ? phases : phases.map((phase) => forSeats(phase, seats)),
});

const forSeats = (phase: OfferPhase, seats: number): OfferPhase => ({
  ...phase,
  seats,
  amount: { ...phase.amount, amount: phase.amount.amount * BigInt(seats) },
});

/**
 * The path as text that is the same on every machine, to be hashed with the consent that accepted it.
 *
 * Names every field itself: a field that is added later must not change old hashes.
 */
export function canonicalPath({ offer, offerVersion, steps }: PricePath): string {
  const lines = steps.map(({ key, charges, interval, amount, seats, policy }) => {
    const { amount: minor, currency } = toMoneyJson(amount);
    const of = seats === undefined ? '' : `|${seats} seats`;
    const under = policy === undefined ? '' : `|${policyAsText(policy)}`;
    return `${key}|${charges ?? 'for-ever'}|${interval.count} ${interval.unit}|${minor} ${currency}${of}${under}`;
  });
  return [`offer|${offer}|${offerVersion}`, ...lines].join('\n');
}

function policyAsText({ cancel, refund, change, saveOffer }: PhasePolicy): string {
  const stay = saveOffer
    ? `${saveOffer.charges} at ${saveOffer.percent} in ${saveOffer.everyDays}`
    : saveOffer;
  const said = { cancel, refund, change, stay };
  return Object.entries(said)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}

/** The step that charge number `index` belongs to, and which charge of that step it is. */
export function stepAt({ steps }: PricePath, index: number): { step: OfferPhase; number: number } {
  let left = index;
  for (const step of steps) {
    if (step.charges === null || left < step.charges) return { step, number: left };
    left -= step.charges;
  }
  throw new RangeError(`the path has no charge ${index}`);
}

/** Charge number `index` with its amount and its period. */
export function plannedCharge(path: PricePath, instants: PathInstants, index: number): PlannedCharge {
  const { step } = stepAt(path, index);
  const credit = creditOf(instants, index);
  return {
    index,
    phase: step.key,
    item: ITEM,
    version: path.offerVersion,
    amount: { ...step.amount, amount: step.amount.amount - credit },
    period: { from: startOf(path, instants, index), until: startOf(path, instants, index + 1) },
  };
}

/** What comes off one charge, in minor units. */
export const creditOf = ({ marks = [] }: PathInstants, index: number): bigint =>
  marks.findLast((mark) => mark.index === index)?.credit ?? 0n;

/**
 * What must come off the list price for charge `index`, in minor units.
 *
 * Stripe sells the last step of the path; whatever else is promised is that with a reduction.
 */
export function reductionAt(path: PricePath, instants: PathInstants, index: number): bigint {
  const list = path.steps.at(-1)?.amount.amount ?? 0n;
  return list - plannedCharge(path, instants, index).amount.amount;
}

const hasPaidStart = ({ startedAt, anchor }: PathInstants): boolean => anchor > startedAt;

/** The first instant of the period that charge `index` pays for. */
export function startOf(path: PricePath, instants: PathInstants, index: number): Date {
  const mark = instants.marks?.findLast((one) => one.index <= index);
  if (mark !== undefined) return countedFrom(path, mark.at, { from: mark.index, index });
  if (!hasPaidStart(instants)) return countedFrom(path, instants.anchor, { from: 0, index });
  return index === 0 ? instants.startedAt : countedFrom(path, instants.anchor, { from: 1, index });
}

/** Walks step by step, since steps may have different intervals; `from` is the charge that falls on the anchor. */
function countedFrom(path: PricePath, anchor: Date, { from, index }: { from: number; index: number }): Date {
  let at = anchor;
  let position = from;
  while (position < index) {
    const { step, number } = stepAt(path, position);
    const left = step.charges === null ? index - position : Math.min(step.charges - number, index - position);
    at = intervalsAfter(at, step.interval, left);
    position += left;
  }
  return at;
}

/** More charges than a century of weeks has. */
const FURTHEST = 6_000;

/**
 * The charge whose period begins exactly at `from`, or null when the path has none there.
 *
 * Exactly: an anchor that somebody moved by a minute is not ours to guess about.
 */
export function indexStartingAt(path: PricePath, instants: PathInstants, from: Date): number | null {
  for (let index = 0; index < FURTHEST; index += 1) {
    const start = startOf(path, instants, index);
    if (start.getTime() === from.getTime()) return index;
    if (start > from) return null;
  }
  return null;
}

/** The steps as they are charged from number `index` on: what is behind it is left out. */
export function stepsFrom({ steps }: PricePath, index: number): readonly OfferPhase[] {
  let behind = index;
  return steps.flatMap((step) => {
    if (step.charges === null) return [step];
    const gone = Math.min(behind, step.charges);
    behind -= gone;
    return gone === step.charges ? [] : [{ ...step, charges: step.charges - gone }];
  });
}

/** The path with everything from charge `index` on replaced by `rest`. What was charged stays as it was. */
export function withRest(path: PricePath, index: number, rest: readonly OfferPhase[]): PricePath {
  let left = index;
  const behind = path.steps.flatMap((step) => {
    const kept = Math.min(left, step.charges ?? left);
    left -= kept;
    return kept === 0 ? [] : [{ ...step, charges: kept }];
  });
  return { ...path, steps: [...behind, ...rest] };
}

/** The steps with their instants; the last one has no end. */
export function scheduledSteps(
  path: PricePath,
  instants: PathInstants,
): { step: OfferPhase; from: Date; until: Date | null; firstIndex: number }[] {
  let index = 0;
  return path.steps.map((step) => {
    const firstIndex = index;
    index += step.charges ?? 0;
    const until = step.charges === null ? null : startOf(path, instants, index);
    return { step, from: startOf(path, instants, firstIndex), until, firstIndex };
  });
}
