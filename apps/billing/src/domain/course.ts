import { HOUR, money, plus } from '@gatefold/kernel';
import type { WantedCall } from './change.ts';
import { CLOCKS_APART } from './quote-age.ts';
import { COMP, reductionAt, stepAt, type PathInstants, type PricePath } from './price-path.ts';
import type { SeenSubscription } from './seen.ts';
import { endsByItself } from './sellable.ts';
import { hasEnded, hasStarted, nextExpected, type Charge, type Subscription } from './subscription.ts';

/** Within this time after it was asked for, a period that begins at Stripe is the one that was asked for. */
const ASKED_FOR = HOUR;

/**
 * When the path runs: Stripe's word until the first payment, as a page may be paid a day after it was opened. From then
 * on it is promised, and only we move it.
 *
 * A period that was to begin "now" began when Stripe heard of it; its instant is taken over from there.
 */
export function instantsOf(subscription: Subscription, seen: SeenSubscription): PathInstants {
  const { instants } = subscription;
  const { marks = [] } = instants;
  const last = marks.at(-1);
  if (last === undefined && hasStarted(subscription)) return instants;
  if (last === undefined) return { startedAt: seen.startedAt, anchor: seen.trialEnd ?? seen.startedAt };
  const { periodStart } = seen;
  if (!last.isAsked || periodStart === null) return instants;
  if (!isWhatWasAsked(subscription, { periodStart, askedAt: last.at })) return instants;
  return { ...instants, marks: [...marks.slice(0, -1), { ...last, at: periodStart, isAsked: false }] };
}

/** Stripe's clock may be a moment behind ours; the period that ran when it was asked is not the one that was asked for. */
function isWhatWasAsked(
  { charges }: Subscription,
  { periodStart, askedAt }: { periodStart: Date; askedAt: Date },
): boolean {
  const running = charges.findLast(({ status }) => status === 'paid');
  const isNew = running === undefined || periodStart > running.period.from;
  const earliest = isNew ? plus(askedAt, -CLOCKS_APART) : askedAt;
  return earliest <= periodStart && periodStart <= plus(askedAt, ASKED_FOR);
}

/** The charges as they were promised; one that was only expected is promised anew when its instant moved. */
export const stillPromised = (
  { charges, instants: before }: Subscription,
  instants: PathInstants,
): readonly Charge[] =>
  before.marks?.at(-1)?.isAsked === true && instants !== before
    ? charges.filter(({ status }) => status !== 'expected')
    : charges;

/** What time alone brings: another plan begins on its day, and a pause is over once something was charged. */
export function arrive(subscription: Subscription, now: Date): Subscription {
  const { steering } = subscription;
  const { change, pause } = steering;
  const begun = change !== null && change.at <= now ? change : null;
  const isOver = pause !== null && isChargedSince(subscription);
  if (begun === null && !isOver) return subscription;
  const { bundle, alsoReads } = begun ?? subscription;
  return {
    ...subscription,
    bundle,
    alsoReads,
    steering: { ...steering, change: begun === null ? change : null, pause: isOver ? null : pause },
  };
}

/** Whether anything was charged, or tried, since the path was last moved. */
function isChargedSince({ instants, charges }: Subscription): boolean {
  const from = instants.marks?.at(-1)?.index ?? 0;
  return charges.some(({ index, status }) => index >= from && (status === 'paid' || status === 'failed'));
}

/** The charge at or before `index` that was sold, not given. */
export function lastSold(path: PricePath, index: number): number {
  let sold = index;
  while (sold > 0 && stepAt(path, sold).step.key === COMP) sold -= 1;
  return sold;
}

/**
 * What Stripe must be told when the next charge has another reduction than the last one.
 *
 * As bought, a coupon that ends by itself sees to that, where there is one for what was promised. Otherwise, and
 * always once a path was moved, its reduction stays until we change it: in the four weeks before it is needed, and
 * never to the reader's cost.
 */
export function reductionCalls(before: Subscription, next: Subscription): WantedCall[] {
  const { path, instants, stripeSubscriptionId } = next;
  const expected = nextExpected(next);
  const last = lastSetIndex(path, instants);
  if (last === null || expected === null || hasEnded(next) || expected.index <= last) return [];
  if (nextExpected(before)?.index === expected.index) return [];
  const wanted = reductionAt(path, instants, expected.index);
  if (wanted === reductionAt(path, instants, expected.index - 1)) return [];
  return [
    {
      kind: 'set-reduction',
      key: `reduction:${stripeSubscriptionId}:${instants.marks?.length ?? 0}:${expected.index}`,
      stripeSubscriptionId,
      reduction: money(wanted, expected.amount.currency),
    },
  ];
}

/** The charge whose reduction Stripe was last told, unless the coupon that it has ends by itself. */
function lastSetIndex(path: PricePath, { marks, startedAt, anchor }: PathInstants): number | null {
  const moved = marks?.at(-1);
  if (moved !== undefined) return moved.index;
  if (endsByItself(path.steps)) return null;
  return anchor > startedAt ? 1 : 0;
}
