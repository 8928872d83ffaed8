import { z } from 'zod';
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

export const billingLeaving = {
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
