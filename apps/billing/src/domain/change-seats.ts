import { money, type Money } from '@gatefold/kernel';
import { isGiven, unusedAt, wholeSecond, type PlanQuote } from './change-plan.ts';
import type { Decided } from './consequences.ts';
import { plannedCharge, stepsFrom, withRest, type PricePath } from './price-path.ts';
import { refuse } from './refusals.ts';
import { checkSeats, seatsOf, withSeats, type SeatLimits } from './seats.ts';
import { checkUndisturbed, move, nextIndex, type Given } from './steer.ts';
import type { Subscription } from './subscription.ts';

/** What another number of seats comes to, to the cent. */
export type SeatsQuote = PlanQuote & { readonly seats: number };

export type WantedSeats = { readonly seats: number; readonly limits: SeatLimits };

/**
 * What a change to so many seats at `at` would come to. Asked twice with one instant it answers the same.
 *
 * More seats are there at once: a new period begins, with what was paid for and is not used taken off. Fewer are
 * there when what is paid for is used up: nothing is charged today.
 */
export function quoteSeats(subscription: Subscription, wanted: WantedSeats, at: Date): SeatsQuote {
  const { path, isNow, from, credit } = planFor(subscription, wanted, at);
  const index = nextIndex(subscription);
  const mark = { index, at: from, credit, isAsked: isNow };
  const instants = { ...subscription.instants, marks: [...(subscription.instants.marks ?? []), mark] };
  const first = plannedCharge(path, instants, index);
  const next = isNow ? plannedCharge(path, instants, index + 1) : first;
  return {
    seats: wanted.seats,
    at,
    from,
    due: isNow ? first.amount : money(0n, first.amount.currency),
    next: { at: next.period.from, amount: next.amount },
  };
}

/** Changes the seats as quoted. Refuses with `quote-outdated`, and the true figures, when that is no longer what would come of it. */
export function changeSeats(
  subscription: Subscription,
  { accepted, limits }: { accepted: SeatsQuote; limits: SeatLimits },
  given: Given,
): Decided {
  const wanted = { seats: accepted.seats, limits };
  const { due, next: then } = quoteSeats(subscription, wanted, accepted.at);
  if (!isSame(due, accepted.due) || !isSame(then.amount, accepted.next.amount))
    throw refuse('quote-outdated', { due: due.amount.toString(), currency: due.currency });
  const { path, isNow, from, credit } = planFor(subscription, wanted, accepted.at);
  const at = isNow ? wholeSecond(given.now) : from;
  const { next, calls } = move(subscription, { at, isNow, credit, path }, given);
  const { bundle, alsoReads, steering } = subscription;
  const earlier = { path: subscription.path, bundle, listPrice: steering.listPrice };
  const change = isNow ? null : { at: from, bundle, alsoReads, earlier };
  return {
    next: { ...next, steering: { ...next.steering, change } },
    changes: [{ type: 'plan-changed' }],
    calls,
  };
}

type Planned = {
  readonly path: PricePath;
  readonly isNow: boolean;
  readonly from: Date;
  readonly credit: bigint;
};

function planFor(subscription: Subscription, { seats, limits }: WantedSeats, at: Date): Planned {
  checkUndisturbed(subscription, at);
  const { path, paidThrough } = subscription;
  const current = seatsOf(subscription);
  if (current === null || paidThrough === null) throw refuse('no-seats');
  if (seats === current) throw refuse('seats-unchanged');
  checkSeats(limits, seats);
  const index = nextIndex(subscription);
  const rest = stepsFrom(path, index).map((step) => withSeats(step, seats));
  const changed = withRest(path, index, rest);
  if (seats < current || isGiven(subscription))
    return { path: changed, isNow: false, from: paidThrough, credit: 0n };
  const unused = unusedAt(subscription, at);
  const first = rest[0]!.amount.amount;
  return { path: changed, isNow: true, from: at, credit: unused < first ? unused : first };
}

const isSame = (a: Money, b: Money): boolean => a.amount === b.amount && a.currency === b.currency;
