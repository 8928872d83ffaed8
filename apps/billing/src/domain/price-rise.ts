import { Refusal, type Money } from '@gatefold/kernel';
import type { Decided } from './consequences.ts';
import type { OfferPhase } from './offer.ts';
import { scheduledSteps, startOf, stepsFrom, withRest } from './price-path.ts';
import { checkUndisturbed, move, nextIndex, type Given } from './steer.ts';
import { risenPriceName } from './sellable.ts';
import { hasEnded, type Subscription } from './subscription.ts';

/** A new list price of an offer, from an instant on; of a seat, where seats are sold. */
export type PriceRise = { readonly offer: string; readonly amount: Money; readonly from: Date };

/**
 * Puts the new list price behind everything that was promised: counted charges stay what they are, and so does
 * each charge at the list price whose period begins before the day. Said again it changes nothing.
 */
export function raisePrice(subscription: Subscription, rise: PriceRise, given: Given): Decided {
  if (!concerns(subscription, rise)) return { next: subscription, changes: [] };
  checkUndisturbed(subscription, given.now);
  const { path, paidThrough, reminders } = subscription;
  const index = nextIndex(subscription);
  const left = stepsFrom(path, index);
  const list = left.at(-1)!;
  const before = countBefore(subscription, { index, left, from: rise.from });
  const kept = before === 0 ? [] : [{ ...list, charges: before }];
  const amount = { ...rise.amount, amount: rise.amount.amount * BigInt(list.seats ?? 1) };
  const rest = [...left.slice(0, -1), ...kept, { ...list, amount }];
  const { next, calls } = move(
    subscription,
    { at: paidThrough!, path: withRest(path, index, rest), listPrice: risenPriceName(rise) },
    given,
  );
  return {
    // The step that is told of in time is another one now.
    next: { ...next, reminders: reminders.filter((kind) => kind !== 'step-up-notice') },
    changes: [{ type: 'price-announced' }],
    calls,
  };
}

/** The first charge at the new price; null for what has ended, or was given another price since. */
export function firstAtNewPrice(
  subscription: Subscription,
  { amount }: Pick<PriceRise, 'amount'>,
): { readonly at: Date; readonly amount: Money } | null {
  if (hasEnded(subscription)) return null;
  const last = scheduledSteps(subscription.path, subscription.instants).at(-1);
  if (last === undefined) return null;
  const { step, from } = last;
  const wanted = amount.amount * BigInt(step.seats ?? 1);
  const isIt = step.amount.currency === amount.currency && step.amount.amount === wanted;
  return isIt ? { at: from, amount: step.amount } : null;
}

/** Why one who waits cannot be told at `now`; null once nothing is in the way. */
export function obstacleTo(subscription: Subscription, now: Date): Refusal | null {
  try {
    checkUndisturbed(subscription, now);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function concerns(subscription: Subscription, { offer, amount }: PriceRise): boolean {
  const list = subscription.path.steps.at(-1);
  return (
    !hasEnded(subscription) &&
    subscription.path.offer === offer &&
    list !== undefined &&
    list.amount.currency === amount.currency &&
    list.amount.amount < amount.amount * BigInt(list.seats ?? 1)
  );
}

type Left = { readonly index: number; readonly left: readonly OfferPhase[]; readonly from: Date };

/** How many charges at the list price begin before the day. */
function countBefore({ path, instants }: Subscription, { index, left, from }: Left): number {
  const first = index + left.reduce((sum, { charges }) => sum + (charges ?? 0), 0);
  let count = 0;
  while (startOf(path, instants, first + count) < from) count += 1;
  return count;
}
