import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** From which sum on money is given by the word of two people. */
export const billingApproval = {
  approvalLimit: endpoint({
    method: 'get',
    path: '/v1/approval-limit',
    summary:
      'What one person may give alone, be it back or as a credit: minor units of whatever currency. Null for any sum.',
    caller: 'finance',
    status: 200,
    answer: z.object({ limit: z.string().regex(/^\d+$/).nullable() }),
    problems: [],
  }),
} as const;
