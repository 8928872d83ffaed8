import { money, type Money, type NewId } from '@gatefold/kernel';
import type { WantedCall } from './change.ts';
import type { Decided } from './consequences.ts';
import { outsideToReturn } from './outside-to-return.ts';
import { policyNow } from './policy-now.ts';
import { COMP } from './price-path.ts';
import { refuse } from './refusals.ts';
import { certificateNumberOf, hasEnded, type Charge, type Subscription } from './subscription.ts';
import { outsideOf, unusedOf } from './unused.ts';

/** What comes of ending a subscription at `at`, to the cent. */
export type CancelNowQuote = { readonly at: Date; readonly refund: Money };

/**
 * What goes back if it ended at `at`: the part of the running period that is not used, by the second, less
 * what went back already. Asked twice with one instant it answers the same.
 */
export function quoteCancelNow(subscription: Subscription, at: Date): CancelNowQuote {
  checkRuns(subscription);
  const { cancel, refund } = policyNow(subscription);
  if (cancel === 'end')
    throw refuse('cancels-at-end', { paidThrough: subscription.paidThrough?.toISOString() ?? null });
  const current = refund === 'none' ? null : runningCharge(subscription, at);
  const { currency } = subscription.charges[0]!.amount;
  return { at, refund: money(current === null ? 0n : unusedOf(subscription, current, at), currency) };
}

/**
 * Ends it, and gives back what was quoted for an earlier instant.
 *
 * Refuses with `quote-outdated`, and the true figure, when that is no longer what would come of it: money
 * went back or a period began meanwhile.
 */
export function cancelNow(
  subscription: Subscription,
  accepted: CancelNowQuote,
  { now, newId, commandId }: { now: Date; newId: NewId; commandId: string },
): Decided & { readonly calls: readonly WantedCall[] } {
  checkEndable(subscription, accepted, now);
  const { refund } = accepted;
  const { stripeSubscriptionId } = subscription;
  const { refund: given } = policyNow(subscription);
  const current = given === 'none' ? null : runningCharge(subscription, accepted.at);
  const isLeaving = subscription.intent === 'cancelling';
  const cancellations = subscription.cancellations + (isLeaving ? 0 : 1);
  const next: Subscription = {
    ...subscription,
    intent: 'cancelling',
    // Given back is not read to the end: where nothing is left to give, it ends like any other.
    endingAs: current === null ? 'cancelled' : 'refunded',
    cancellations,
  };
  const certificateNumber = certificateNumberOf(next) ?? '';
  return {
    next,
    changes: isLeaving ? [] : [{ type: 'cancellation-scheduled', certificateNumber }],
    cases: current === null ? [] : outsideToReturn(current, outsideOf(subscription, current, accepted.at)),
    calls: [
      { kind: 'cancel-now', key: `end:${stripeSubscriptionId}`, stripeSubscriptionId },
      ...(current === null ? [] : refundOf(current, refund, { refundId: newId(), commandId })),
    ],
  };
}

/**
 * Refuses unless it may still end as was quoted at an earlier instant: what is given back is of the period that runs,
 * and nothing of it has gone back meanwhile.
 */
export function checkEndable(subscription: Subscription, accepted: CancelNowQuote, now: Date): void {
  const { refund } = quoteCancelNow(subscription, accepted.at);
  const isSame = refund.amount === accepted.refund.amount && refund.currency === accepted.refund.currency;
  const isSamePeriod = runningCharge(subscription, accepted.at)?.id === runningCharge(subscription, now)?.id;
  if (!isSame || !isSamePeriod)
    throw refuse('quote-outdated', { refund: refund.amount.toString(), currency: refund.currency });
}

function checkRuns(subscription: Subscription): void {
  if (hasEnded(subscription) || subscription.endingAs !== null)
    throw refuse('subscription-ended', { endReason: subscription.endReason });
  if (!subscription.charges.some(({ status }) => status === 'paid')) throw refuse('charge-not-paid');
}

/**
 * The paid one whose period holds `at`, or has not begun: Stripe's clock may be ahead of ours, and money for a period
 * is taken when it begins. What was given lies ahead until its day.
 */
export const runningCharge = ({ charges }: Subscription, at: Date): Charge | null =>
  charges.findLast(
    ({ status, phase, period }) =>
      status === 'paid' && at < period.until && (period.from <= at || phase !== COMP),
  ) ?? null;

const refundOf = (
  { stripeChargeId }: Charge,
  amount: Money,
  { refundId, commandId }: { refundId: string; commandId: string },
): WantedCall[] =>
  stripeChargeId === null || amount.amount === 0n
    ? []
    : [
        {
          kind: 'refund',
          key: `refund-cancel-now:${commandId}`,
          refundId,
          stripeChargeId,
          amount,
          reason: 'requested_by_customer',
        },
      ];
