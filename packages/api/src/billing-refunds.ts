import { z } from 'zod';
import { IdParams, Subscription } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Money, Revision } from './shapes.ts';

/** Payments that go back. */
export const billingRefunds = {
  refund: endpoint({
    method: 'post',
    path: '/v1/charges/{id}/refund',
    summary: 'Gives back a payment in full or in part. Needs an Idempotency-Key.',
    caller: 'finance',
    params: IdParams,
    body: z.strictObject({
      amount: Money.optional(),
      reason: z.enum(['requested_by_customer', 'duplicate', 'fraudulent', 'goodwill']),
    }),
    status: 201,
    answer: z.object({
      id: z.uuid(),
      amount: Money,
      status: z.enum(['pending', 'succeeded', 'failed']),
      subscription: Subscription,
      revision: Revision,
    }),
    problems: [
      'charge-not-found',
      'charge-not-paid',
      'refund-exceeds-payment',
      'refund-needs-approval',
      'idempotency-key-required',
      'idempotency-key-reused',
    ],
  }),
} as const;
