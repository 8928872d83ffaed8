import { z } from 'zod';
import { LeavingReason } from './billing-leaving.ts';
import { IdParams } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Instant, Money } from './shapes.ts';

export const billingRecords = {
  ownRecords: endpoint({
    method: 'get',
    path: '/v1/subscriptions/{id}/records',
    summary:
      'What else is kept of its reader: why they left, once a cancellation, and sums to their credit; the oldest first.',
    caller: 'reader',
    params: IdParams,
    status: 200,
    answer: z.object({
      leavingReasons: z.array(z.object({ reason: LeavingReason, saidAt: Instant })),
      credits: z.array(z.object({ amount: Money, givenAt: Instant })),
    }),
    problems: ['subscription-not-found'],
  }),
} as const;
