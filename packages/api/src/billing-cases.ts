import { z } from 'zod';
import { IdParams } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Instant, limit, page } from './shapes.ts';

const Case = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    /** The Stripe object that it is about. */
    subject: z.string(),
    subscriptionId: z.uuid().nullable(),
    facts: z.record(z.string(), z.string().nullable()),
    /** What most likely lies behind it, and what to do. */
    suggestion: z.string(),
    openedAt: Instant,
    /** Who sees to it, as the audit log names people. */
    takenBy: z.string().nullable(),
    takenAt: Instant.nullable(),
    closedBy: z.string().nullable(),
    closedAt: Instant.nullable(),
    resolution: z.string().nullable(),
  })
  .meta({ id: 'Case' });

/** What a person must look at. */
export const billingCases = {
  listCases: endpoint({
    method: 'get',
    path: '/v1/cases',
    summary: 'What a person must look at, newest first, with what to do about it.',
    caller: 'finance',
    query: z.object({
      state: z.enum(['open', 'closed']).default('open'),
      kind: z.string().max(60).optional(),
      after: z.string().max(200).optional(),
      limit,
    }),
    status: 200,
    answer: page(Case),
    problems: ['cursor-invalid'],
  }),
  getCase: endpoint({
    method: 'get',
    path: '/v1/cases/{id}',
    summary: 'One case: who sees to it, and what came of it.',
    caller: 'finance',
    params: IdParams,
    status: 200,
    answer: Case,
    problems: ['case-not-found'],
  }),
  takeCase: endpoint({
    method: 'post',
    path: '/v1/cases/{id}/taking',
    summary:
      'Says that whoever asks sees to it from now on, in the place of `instead`, as they have seen it: of two who take it at once one is refused. A repeat answers the same.',
    caller: 'finance',
    params: IdParams,
    body: z.strictObject({ instead: z.string().max(100).nullable() }),
    status: 200,
    answer: Case,
    problems: ['case-not-found', 'case-closed', 'case-taken'],
  }),
  closeCase: endpoint({
    method: 'post',
    path: '/v1/cases/{id}/closing',
    summary: 'Says what came of a case. It stays closed, even if the same is seen again.',
    caller: 'finance',
    params: IdParams,
    body: z.strictObject({ resolution: z.string().trim().min(3).max(500) }),
    status: 200,
    answer: Case,
    problems: ['case-not-found', 'case-closed'],
  }),
} as const;
