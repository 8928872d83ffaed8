import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Instant, page } from './shapes.ts';

/** How news travelled through billing, for those who look for where time goes. */
export const billingTimings = {
  eventTimings: endpoint({
    method: 'post',
    path: '/v1/event-timings',
    summary:
      'When announced events were received, recorded and published, in machine time. What is unknown is left out.',
    caller: 'finance',
    body: z.strictObject({ ids: z.array(z.uuid()).max(1_000) }),
    status: 200,
    answer: page(
      z.object({
        id: z.uuid(),
        /** When Stripe's news of it came in; null where none had led to it. */
        receivedAt: Instant.nullable(),
        recordedAt: Instant,
        publishedAt: Instant.nullable(),
      }),
    ),
    problems: [],
  }),
} as const;
