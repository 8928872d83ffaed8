import { DAY, plus, type Money } from '@gatefold/kernel';
import type { Decided } from './consequences.ts';
import type { HouseRules } from './house-rules.ts';
import { policyNow } from './policy-now.ts';
import { reductionAt, stepAt, stepsFrom, withRest } from './price-path.ts';
import { refuse } from './refusals.ts';
import { move, nextIndex, type Given } from './steer.ts';
import { hasEnded, type Subscription } from './subscription.ts';

/** The step that a save-offer puts into the path. */
const STAY = 'stay';

/** So many charges at this price, and then what was promised before. */
export type SaveOffer = { readonly charges: number; readonly amount: Money; readonly then: Money };

/**
 * What one who has cancelled may stay for, or null.
 *
 * Where its phase says nothing of its own never in the introduction, and never where the next payment is reduced
 * already; once in so many days. It is shown after the cancellation is done, and stands in nobody's way.
 */
export function saveOfferFor(
  subscription: Subscription,
  { saveOffer: usual }: HouseRules,
  now: Date,
): SaveOffer | null {
  if (!isLeaving(subscription, now)) return null;
  const { path, instants, steering } = subscription;
  const { saveOffer: own } = policyNow(subscription);
  if (own === false) return null;
  const rules = own ?? usual;
  if (steering.savedAt !== null && now < plus(steering.savedAt, rules.everyDays * DAY)) return null;
  const index = nextIndex(subscription);
  const { step } = stepAt(path, index);
  const isAtListPrice = step.charges === null && reductionAt(path, instants, index) === 0n;
  if ((own === undefined && !isAtListPrice) || subscription.phase !== step.key) return null;
  const amount = (step.amount.amount * BigInt(rules.percent)) / 100n;
  return { charges: rules.charges, amount: { ...step.amount, amount }, then: step.amount };
}

function isLeaving(subscription: Subscription, now: Date): boolean {
  const { intent, standing, endingAs, steering, paidThrough } = subscription;
  const isFree = steering.pause === null && steering.change === null;
  return (
    !hasEnded(subscription) &&
    intent === 'cancelling' &&
    standing === 'ok' &&
    endingAs === null &&
    isFree &&
    paidThrough !== null &&
    now < paidThrough
  );
}

/** Takes the cancellation back for what was offered. Refuses with `save-offer-not-available` when nothing, or something else, is. */
export function stay(
  subscription: Subscription,
  { accepted, rules }: { accepted: Money; rules: HouseRules },
  given: Given,
): Decided {
  const offered = saveOfferFor(subscription, rules, given.now);
  if (offered === null || offered.amount.amount !== accepted.amount) throw refuse('save-offer-not-available');
  const { path, steering, stripeSubscriptionId, cancelAtPeriodEnd, paidThrough } = subscription;
  const index = nextIndex(subscription);
  const rest = stepsFrom(path, index);
  const reduced = { ...rest[0]!, key: STAY, charges: offered.charges, amount: offered.amount };
  const { next, calls } = move(
    subscription,
    { at: paidThrough!, path: withRest(path, index, [reduced, ...rest]) },
    given,
  );
  const field = cancelAtPeriodEnd ? 'cancel_at_period_end' : 'cancel_at';
  return {
    // The list price begins anew, and is told of in time.
    next: { ...next, reminders: [], steering: { ...steering, savedAt: given.now } },
    changes: [],
    calls: [
      { kind: 'undo-cancel', key: `undo:${given.commandId}:${field}`, stripeSubscriptionId, field },
      ...calls,
    ],
  };
}
