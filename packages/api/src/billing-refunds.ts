import { z } from 'zod';
import { IdParams, Subscription } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Money, Revision } from './shapes.ts';

/** Payments that go back. */
export const billingRefunds = {
  quoteRefund: endpoint({
    method: 'get',
    path: '/v1/charges/{id}/refund-quote',
    summary:
      'What would go back of a payment, all that is left of it where no sum is asked for, and whether one person may give it back alone.',
    caller: 'finance',
    params: IdParams,
    query: z.object({
      /** Minor units, in the currency of the payment. */
      amount: z
        .string()
        .regex(/^[1-9]\d{0,11}$/)
        .optional(),
    }),
    status: 200,
    answer: z.object({ amount: Money, left: Money, isAlone: z.boolean() }),
    problems: ['charge-not-found', 'charge-not-paid', 'refund-exceeds-payment'],
  }),
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
