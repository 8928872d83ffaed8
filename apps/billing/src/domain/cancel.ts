import type { WantedCall } from './change.ts';
import { isGiven } from './import-path.ts';
import { refuse } from './refusals.ts';
import { hasEnded, type EndReason, type Subscription } from './subscription.ts';

type Decision = { readonly calls: readonly WantedCall[]; readonly endingAs: EndReason | null };

const nothing: Decision = { calls: [], endingAs: null };

/**
 * What Stripe must be told when a reader cancels. `commandId` names this wish.
 *
 * A reader keeps what they paid for, so it ends with the period. While a failed charge is being collected,
 * and in the hour in which the next one is only drafted, there is nothing left to keep: it ends at once, so
 * that no card is charged after the cancellation. Cancelling twice does nothing.
 */
export function cancel(
  subscription: Subscription,
  { commandId, reason, now }: { commandId: string; reason: string | null; now: Date },
): Decision {
  if (hasEnded(subscription)) throw refuse('subscription-ended', { endReason: subscription.endReason });
  if (subscription.intent === 'cancelling' || subscription.endingAs !== null) return nothing;
  const { stripeSubscriptionId, standing, paidThrough } = subscription;
  const isUsedUp = paidThrough !== null && paidThrough <= now;
  if (isUsedUp || standing === 'collecting' || standing === 'exhausted')
    return {
      calls: [{ kind: 'cancel-now', key: `end:${stripeSubscriptionId}`, stripeSubscriptionId }],
      endingAs: 'cancelled',
    };
  // While it rests Stripe's period ends with the return: what is paid for ends before.
  if (subscription.steering.pause !== null && paidThrough !== null)
    return {
      calls: [
        {
          kind: 'cancel-at',
          key: `cancel:${commandId}`,
          stripeSubscriptionId,
          at: paidThrough.toISOString(),
        },
      ],
      endingAs: null,
    };
  return {
    calls: [{ kind: 'cancel-at-period-end', key: `cancel:${commandId}`, stripeSubscriptionId, reason }],
    endingAs: null,
  };
}

/** What Stripe must be told when a cancellation is taken back, which it may be until the end has come. */
export function undoCancel(subscription: Subscription, commandId: string): Decision {
  if (hasEnded(subscription) || subscription.endingAs !== null)
    throw refuse('subscription-ended', { endReason: subscription.endReason });
  if (isGiven(subscription)) throw refuse('nothing-renews');
  if (subscription.intent === 'renewing') return nothing;
  const { stripeSubscriptionId, cancelAtPeriodEnd } = subscription;
  const field = cancelAtPeriodEnd ? 'cancel_at_period_end' : 'cancel_at';
  return {
    calls: [{ kind: 'undo-cancel', key: `undo:${commandId}:${field}`, stripeSubscriptionId, field }],
    endingAs: null,
  };
}
