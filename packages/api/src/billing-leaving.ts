import { z } from 'zod';
import { IdParams, Subscription } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Instant } from './shapes.ts';

/** What an order was confirmed with: enough to leave, without an account. */
const Claim = z.strictObject({
  email: z.email().max(254),
  orderNumber: z.string().trim().min(4).max(40),
});

/** How a subscription stands towards its end. Nothing of whose it is. */
const Leaving = z.object({
  state: z.enum(['renewing', 'cancelling', 'ended']),
  /** Until when one reads; null while nothing is paid. */
  accessUntil: Instant.nullable(),
  certificateNumber: z.string().nullable(),
});

/** The words of Stripe's `cancellation_details.feedback`. */
export const LeavingReason = z.enum([
  ...['too_expensive', 'unused', 'low_quality', 'missing_features'],
  ...['switched_service', 'customer_service', 'too_complex', 'other'],
] as const);

export const billingLeaving = {
  cancel: endpoint({
    method: 'post',
    path: '/v1/subscriptions/{id}/cancel',
    summary: 'Ends the subscription with the period that is paid for. A repeat answers the same.',
    caller: 'reader',
    params: IdParams,
    body: z.strictObject({ reason: z.string().max(500).optional() }).optional(),
    status: 200,
    answer: Subscription,
    problems: ['subscription-not-found', 'subscription-ended'],
  }),
  undoCancel: endpoint({
    method: 'post',
    path: '/v1/subscriptions/{id}/undo-cancel',
    summary: 'Takes a cancellation back, until the end has come. A repeat answers the same.',
    caller: 'reader',
    params: IdParams,
    status: 200,
    answer: Subscription,
    problems: ['subscription-not-found', 'subscription-ended', 'nothing-renews'],
  }),
  sayWhyLeft: endpoint({
    method: 'put',
    path: '/v1/subscriptions/{id}/leaving-reason',
    summary:
      'Why one has left, if one likes to say. Said again of the same cancellation, the last word counts.',
    caller: 'reader',
    params: IdParams,
    body: z.strictObject({ reason: LeavingReason }),
    status: 200,
    answer: z.object({ reason: LeavingReason }),
    problems: ['subscription-not-found', 'not-cancelled'],
  }),
  quoteCancellation: endpoint({
    method: 'post',
    path: '/v1/cancellations/quote',
    summary: 'What would come of cancelling, for one who has no session. Changes nothing.',
    caller: 'anyone',
    body: Claim,
    status: 200,
    answer: Leaving,
    problems: ['withdrawal-not-found'],
  }),
  cancelByOrder: endpoint({
    method: 'post',
    path: '/v1/cancellations',
    summary: 'Cancels by e-mail address and order number, without an account. A repeat answers the same.',
    caller: 'anyone',
    body: Claim,
    status: 200,
    answer: Leaving,
    problems: ['withdrawal-not-found', 'payment-refused'],
  }),
} as const;
