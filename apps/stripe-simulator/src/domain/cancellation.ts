import { noCancellation, type CancellationDetails, type Feedback } from './cancellation-details.ts';
import { periodEnd, type Subscription } from './subscription.ts';

/** What a person gave as the reason. Empty text unsets. */
export type Said = { readonly comment?: string | undefined; readonly feedback?: Feedback | '' | undefined };

/** Ends when what is paid for ends; in a trial that is the end of the trial. Asking again changes nothing but the words. */
export const cancelAtPeriodEnd = (subscription: Subscription, now: number, said: Said): Subscription => ({
  ...cancelAt(subscription, { at: periodEnd(subscription), now }, said),
  cancel_at_period_end: true,
});

export const cancelAt = (
  subscription: Subscription,
  { at, now }: { at: number; now: number },
  said: Said,
): Subscription => ({
  ...subscription,
  cancel_at: at,
  cancel_at_period_end: false,
  canceled_at: subscription.canceled_at ?? now,
  cancellation_details: detailsOf(said, 'cancellation_requested'),
});

/** Takes a cancellation back, whichever of the two fields carried it. */
export const keep = (subscription: Subscription): Subscription => ({
  ...subscription,
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: null,
  cancellation_details: noCancellation,
});

const detailsOf = (said: Said, reason: CancellationDetails['reason']): CancellationDetails => ({
  ...noCancellation,
  comment: said.comment || null,
  feedback: said.feedback || null,
  reason,
});

/** Over, for good. A cancellation that was asked for earlier keeps the instant at which it was asked for. */
export const end = (
  subscription: Subscription,
  now: number,
  why: Said & { readonly reason: CancellationDetails['reason'] },
): Subscription => ({
  ...subscription,
  status: 'canceled',
  canceled_at: subscription.canceled_at ?? now,
  ended_at: now,
  cancellation_details:
    subscription.cancellation_details.reason === null
      ? detailsOf(why, why.reason)
      : subscription.cancellation_details,
});
