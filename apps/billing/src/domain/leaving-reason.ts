import { refuse } from './refusals.ts';
import { hasEnded, type Subscription } from './subscription.ts';

/** Why one left, in the words that Stripe has for it (`cancellation_details.feedback`). */
export type LeavingReason =
  | 'too_expensive'
  | 'unused'
  | 'low_quality'
  | 'missing_features'
  | 'switched_service'
  | 'customer_service'
  | 'too_complex'
  | 'other';

/** Which of its cancellations a reason belongs to. Refuses with `not-cancelled` what goes on. */
export function cancellationOf(subscription: Subscription): number {
  const { intent, cancellations } = subscription;
  const isLeaving = intent === 'cancelling' || hasEnded(subscription);
  if (!isLeaving || cancellations === 0) throw refuse('not-cancelled');
  return cancellations;
}
