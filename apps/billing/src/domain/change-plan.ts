import { fromUnix, money, toUnix, type Money } from '@gatefold/kernel';
import type { Decided } from './consequences.ts';
import { currenciesOf, isSameRhythm, type Offer, type OfferPhase } from './offer.ts';
import { policyNow } from './policy-now.ts';
import { COMP, plannedCharge, stepsFrom, withRest, type PricePath } from './price-path.ts';
import { refuse } from './refusals.ts';
import { inMoneyOfPath } from './sellable.ts';
import { checkSteerable, checkUndisturbed, move, nextIndex, type Given } from './steer.ts';
import type { Subscription } from './subscription.ts';
import { titlesOf } from './titles.ts';
import { carriedOf } from './unused.ts';

/** What comes of a change of plan, to the cent. */
export type PlanQuote = {
  readonly at: Date;
  /** When the other plan begins: `at`, or the end of what is paid for. */
  readonly from: Date;
  /** Charged today, with the unused part of the running period off. */
  readonly due: Money;
  /** The first charge that is not of today. */
  readonly next: { readonly at: Date; readonly amount: Money };
};

type Planned = {
  readonly path: PricePath;
  readonly isNow: boolean;
  readonly from: Date;
  readonly credit: bigint;
  /** Stripe's name of the list price, where it is not in the offer's main currency. */
  readonly listPrice: string | null;
};

/**
 * What a change to `offer` at `at` would come to. Asked twice with one instant it answers the same.
 *
 * A dearer plan of the same rhythm begins at once. All others begin when what is paid for is used up, and so
 * does a change during the introduction: nothing is charged today.
 */
export function quotePlan(subscription: Subscription, offer: Offer, at: Date): PlanQuote {
  const planned = planFor(subscription, offer, at);
  const index = nextIndex(subscription);
  const mark = { index, at: planned.from, credit: planned.credit, isAsked: planned.isNow };
  const instants = { ...subscription.instants, marks: [...(subscription.instants.marks ?? []), mark] };
  const first = plannedCharge(planned.path, instants, index);
  const next = planned.isNow ? plannedCharge(planned.path, instants, index + 1) : first;
  return {
    at,
    from: planned.from,
    due: planned.isNow ? first.amount : money(0n, first.amount.currency),
    next: { at: next.period.from, amount: next.amount },
  };
}

/** Changes the plan as quoted. Refuses with `quote-outdated`, and the true figures, when that is no longer what would come of it. */
export function changePlan(
  subscription: Subscription,
  { offer, accepted }: { offer: Offer; accepted: PlanQuote },
  given: Given,
): Decided {
  const { due, next: then } = quotePlan(subscription, offer, accepted.at);
  if (!isSame(due, accepted.due) || !isSame(then.amount, accepted.next.amount))
    throw refuse('quote-outdated', { due: due.amount.toString(), currency: due.currency });
  const { path, isNow, from, credit, listPrice: sold } = planFor(subscription, offer, accepted.at);
  const { bundle, steering } = subscription;
  const { listPrice } = steering;
  const read = { bundle: offer.bundle, alsoReads: otherTitles(subscription, offer) };
  const { next, calls } = move(
    subscription,
    { at: isNow ? wholeSecond(given.now) : from, isNow, credit, path, listPrice: sold },
    given,
  );
  const change = { at: from, ...read, earlier: { path: subscription.path, bundle, listPrice } };
  return {
    next: isNow ? { ...next, ...read } : { ...next, steering: { ...next.steering, change } },
    changes: [{ type: 'plan-changed' }],
    calls,
  };
}

/** Takes back a plan that has not begun: all is as it would have been. Without one nothing happens. */
export function keepPlan(subscription: Subscription, given: Given): Decided {
  const { change } = subscription.steering;
  if (change === null) return { next: subscription, changes: [] };
  checkSteerable(subscription, given.now);
  const steering = { ...subscription.steering, change: null };
  const { path, listPrice } = change.earlier;
  const { next, calls } = move({ ...subscription, steering }, { at: change.at, path, listPrice }, given);
  return { next, changes: [{ type: 'plan-changed' }], calls };
}

function planFor(subscription: Subscription, wanted: Offer, at: Date): Planned {
  checkUndisturbed(subscription, at);
  const { path, paidThrough } = subscription;
  const { offer, listPrice } = inMoneyOfPath(wanted, path);
  const index = nextIndex(subscription);
  const [now, then] = [path.steps.at(-1), offer.phases.at(-1)];
  if (now === undefined || then === undefined || paidThrough === null || !isOpenTo(subscription, offer))
    throw refuse('plan-not-available');
  const rest = restUnder(stepsFrom(path, index), offer);
  const changed = { ...withRest(path, index, rest), offer: offer.key, offerVersion: offer.version };
  const isIntro = path.steps.length > 1 && index === 1;
  if (isIntro || !isDearer(then, now) || isGiven(subscription))
    return { path: changed, isNow: false, from: paidThrough, credit: 0n, listPrice };
  const credit = smaller(unusedAt(subscription, at), rest[0]!.amount.amount);
  return { path: changed, isNow: true, from: at, credit, listPrice };
}

const isDearer = (then: OfferPhase, now: OfferPhase): boolean =>
  isSameRhythm(now.interval, then.interval) && then.amount.amount > now.amount.amount;

/** What it may be changed to of what is for sale to everybody, in the money in which it is paid. */
export const plansFor = (subscription: Subscription, offers: readonly Offer[]): Offer[] =>
  offers
    .filter((offer) => offer.audience === undefined && isSoldIn(offer, subscription))
    .map((offer) => inMoneyOfPath(offer, subscription.path).offer)
    .filter((offer) => isOpenTo(subscription, offer));

const isSoldIn = (offer: Offer, { path }: Subscription): boolean =>
  currenciesOf(offer).includes(path.steps.at(-1)?.amount.currency ?? '');

const otherTitles = ({ publication }: Subscription, offer: Offer): readonly string[] =>
  titlesOf(offer).filter((title) => title !== publication);

const isOpenTo = (subscription: Subscription, offer: Offer): boolean =>
  policyNow(subscription).change !== false && isAnother(subscription, offer);

/** Another plan of the same product that its title sells, in the same money. One that only begins otherwise is none. */
function isAnother({ path, publication, product, bundle }: Subscription, offer: Offer): boolean {
  const { key, product: sold, bundle: holds, phases, seats } = offer;
  const [now, then] = [path.steps.at(-1), phases.at(-1)];
  if (now === undefined || then === undefined || key === path.offer) return false;
  const isOther =
    bundle !== holds ||
    !isSameRhythm(now.interval, then.interval) ||
    now.amount.amount !== then.amount.amount;
  return (
    areForOne(now, seats) &&
    titlesOf(offer).includes(publication) &&
    sold === product &&
    now.amount.currency === then.amount.currency &&
    isOther
  );
}

/** Seats are changed by their number, under the offer that they were bought with. */
const areForOne = (now: OfferPhase, seats: Offer['seats']): boolean =>
  now.seats === undefined && seats === undefined;

/** A period that was given is read to its end: nothing comes off for it, and nothing takes it away. */
export const isGiven = ({ charges }: Subscription): boolean =>
  charges.findLast(({ status }) => status === 'paid')?.phase === COMP;

/** What was paid for and is not used, in minor units. */
export function unusedAt(subscription: Subscription, at: Date): bigint {
  const running = subscription.charges.findLast(({ status }) => status === 'paid');
  return running === undefined ? 0n : carriedOf(subscription, running, at);
}

/**
 * The place in the path is kept. In the same rhythm as many reduced charges are left as before, at the other
 * plan's price. In another, what they would have taken off comes off the first charge; nobody gets a second
 * first year.
 */
function restUnder(left: readonly OfferPhase[], { phases }: Offer): readonly OfferPhase[] {
  const list = phases.at(-1)!;
  const listBefore = left.at(-1)!;
  const counted = left.filter(({ charges }) => charges !== null);
  if (isSameRhythm(list.interval, listBefore.interval))
    return [
      ...counted.flatMap((step) => {
        const same = phases.find(({ key, charges }) => key === step.key && charges !== null);
        return same === undefined ? [] : [{ ...same, charges: step.charges }];
      }),
      list,
    ];
  const reduction = counted.reduce(
    (sum, { charges, amount }) => sum + BigInt(charges ?? 0) * (listBefore.amount.amount - amount.amount),
    0n,
  );
  if (reduction === 0n) return [list];
  const amount = list.amount.amount - smaller(reduction, list.amount.amount);
  return [{ ...list, key: counted[0]!.key, charges: 1, amount: { ...list.amount, amount } }, list];
}

const isSame = (a: Money, b: Money): boolean => a.amount === b.amount && a.currency === b.currency;
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Stripe counts whole seconds. */
export const wholeSecond = (instant: Date): Date => fromUnix(toUnix(instant));
