import type { Money } from '@gatefold/kernel';
import { wholeSecond } from './change-plan.ts';
import type { Decided } from './consequences.ts';
import { plannedCharge } from './price-path.ts';
import { refuse } from './refusals.ts';
import { checkUndisturbed, move, nextIndex, type Given } from './steer.ts';
import type { Subscription } from './subscription.ts';
import { unusedOf } from './unused.ts';

/** What beginning the regular price at `at` comes to: charged today, with the unused part of the introduction off. */
export type SkipQuote = { readonly at: Date; readonly due: Money };

/** Asked twice with one instant it answers the same. Refuses once the introduction is over. */
export function quoteSkip(subscription: Subscription, at: Date): SkipQuote {
  checkUndisturbed(subscription, at);
  const index = nextIndex(subscription);
  const { instants, path } = subscription;
  if (index !== 1 || instants.anchor <= instants.startedAt) throw refuse('not-in-introduction');
  const { amount } = plannedCharge(path, { ...instants, marks: [] }, index);
  return { at, due: { ...amount, amount: amount.amount - creditOf(subscription, at) } };
}

/** Begins the regular price now, as quoted: the charges that were promised come earlier, and none is lost. */
export function skipIntro(subscription: Subscription, accepted: SkipQuote, given: Given): Decided {
  const { due } = quoteSkip(subscription, accepted.at);
  if (due.amount !== accepted.due.amount || due.currency !== accepted.due.currency)
    throw refuse('quote-outdated', { due: due.amount.toString(), currency: due.currency });
  const credit = creditOf(subscription, accepted.at);
  return {
    ...move(subscription, { at: wholeSecond(given.now), isNow: true, credit }, given),
    changes: [],
  };
}

const creditOf = (subscription: Subscription, at: Date): bigint =>
  unusedOf(subscription, subscription.charges[0]!, at);
