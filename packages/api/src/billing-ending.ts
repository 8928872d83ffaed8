import { z } from 'zod';
import { ApprovalRequest, CreditAmount } from './billing-approval.ts';
import { IdParams, Subscription } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Instant, Money } from './shapes.ts';

/** All of it goes back as it came, to be confirmed. */
const CancelNowQuote = z.strictObject({
  at: Instant,
  refund: Money,
  /** Whether one person may end it so; else a second one approves it. */
  isAlone: z.boolean(),
});

/** Of those who look at the sum only, what they leave out changes nothing. */
const Accepted = CancelNowQuote.partial({ isAlone: true });

/** Ending at once, with what is not used given back: by one person, or above the limit by two. */
export const billingEnding = {
  quoteCancelNow: endpoint({
    method: 'get',
    path: '/v1/subscriptions/{id}/cancel-now',
    summary: 'What would go back if it ended now: the unused part of the running period, to the cent.',
    caller: 'finance',
    params: IdParams,
    status: 200,
    answer: CancelNowQuote,
    problems: ['subscription-not-found', 'subscription-ended', 'charge-not-paid', 'cancels-at-end'],
  }),
  cancelNow: endpoint({
    method: 'post',
    path: '/v1/subscriptions/{id}/cancel-now',
    summary:
      'Ends it at the instant of a quote of the last fifteen minutes, and gives back exactly what that said. A repeat answers the same.',
    caller: 'finance',
    params: IdParams,
    body: Accepted,
    status: 200,
    answer: Subscription,
    problems: [
      'subscription-not-found',
      'subscription-ended',
      'charge-not-paid',
      'cancels-at-end',
      'quote-outdated',
      'refund-needs-approval',
    ],
  }),
  askToEnd: endpoint({
    method: 'post',
    path: '/v1/subscriptions/{id}/cancel-now-requests',
    summary:
      'Asks for an end at once that gives back more than one person may give back alone, as it was quoted in the last fifteen minutes. Until it is approved the subscription goes on; then exactly that sum goes back, if the same period still runs.',
    caller: 'finance',
    params: IdParams,
    body: Accepted.extend({ refund: CreditAmount, reason: z.string().trim().min(3).max(300) }),
    status: 201,
    answer: ApprovalRequest,
    problems: [
      'subscription-not-found',
      'subscription-ended',
      'charge-not-paid',
      'cancels-at-end',
      'quote-outdated',
      'request-waiting',
    ],
  }),
} as const;
