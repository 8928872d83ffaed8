import { z } from 'zod';
import { IdParams } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Instant, limit, Money, page } from './shapes.ts';

const State = z.enum(['waiting', 'approved', 'rejected']);

export const ApprovalRequest = z
  .object({
    id: z.uuid(),
    kind: z.enum(['refund', 'gift-refund', 'credit', 'cancel-now']),
    /** The charge, the gift or the subscription that it is about, as `kind` says. */
    subjectId: z.uuid(),
    readerId: z.uuid(),
    /** Null for a gift. */
    subscriptionId: z.uuid().nullable(),
    amount: Money,
    reason: z.string(),
    state: State,
    /** As the audit log names people. */
    askedBy: z.string(),
    askedAt: Instant,
    decidedBy: z.string().nullable(),
    decidedAt: Instant.nullable(),
    note: z.string().nullable(),
    /** For which instant the sum was quoted, where a subscription is to end at once; else null. */
    quotedAt: Instant.nullable(),
    /** Null for what is not approved. After `missing`, approving again does what was not done. */
    outcome: z.enum(['on-its-way', 'done', 'failed', 'missing']).nullable(),
    /** Why what is `missing` cannot be done any more, as the code of a problem: then it is rejected. Null where it can. */
    obstacle: z.string().nullable(),
  })
  .meta({ id: 'ApprovalRequest' });

/** A sum that an invoice can use up. */
export const CreditAmount = Money.refine(({ amount }) => /^[1-9]\d{0,9}$/.test(amount));

/** Money that is given by the word of two people. */
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
  askForRefund: endpoint({
    method: 'post',
    path: '/v1/charges/{id}/refund-requests',
    summary: 'Asks for a refund that one person may not make alone. One waits for each payment.',
    caller: 'finance',
    params: IdParams,
    body: z.strictObject({
      amount: Money.optional(),
      reason: z.enum(['requested_by_customer', 'duplicate', 'fraudulent', 'goodwill']),
    }),
    status: 201,
    answer: ApprovalRequest,
    problems: [
      'charge-not-found',
      'charge-not-paid',
      'refund-exceeds-payment',
      'request-waiting',
      'gift-not-found',
      'gift-taken',
      'gift-in-part',
    ],
  }),
  askForCredit: endpoint({
    method: 'post',
    path: '/v1/subscriptions/{id}/credit-requests',
    summary: 'Asks for a credit that one person may not give alone. One waits for each subscription.',
    caller: 'finance',
    params: IdParams,
    body: z.strictObject({ amount: CreditAmount, reason: z.string().trim().min(3).max(300) }),
    status: 201,
    answer: ApprovalRequest,
    problems: [
      'subscription-not-found',
      'subscription-ended',
      'charge-not-paid',
      'plan-not-available',
      'request-waiting',
    ],
  }),
  listRequests: endpoint({
    method: 'get',
    path: '/v1/approval-requests',
    summary: 'Refunds, credits and endings that wait for a second person, or were decided on, newest first.',
    caller: 'finance',
    query: z.object({
      state: State.default('waiting'),
      /** Of one charge, gift or subscription. */
      subjectId: z.uuid().optional(),
      after: z.string().max(200).optional(),
      limit,
    }),
    status: 200,
    answer: page(ApprovalRequest),
    problems: ['cursor-invalid'],
  }),
  countWaiting: endpoint({
    method: 'get',
    path: '/v1/approval-requests/count',
    summary: 'How many requests wait for a second person.',
    caller: 'finance',
    status: 200,
    answer: z.object({ waiting: z.int() }),
    problems: [],
  }),
  getRequest: endpoint({
    method: 'get',
    path: '/v1/approval-requests/{id}',
    summary: 'One request, and what has come of it.',
    caller: 'finance',
    params: IdParams,
    status: 200,
    answer: ApprovalRequest,
    problems: ['request-not-found'],
  }),
  decideOnRequest: endpoint({
    method: 'post',
    path: '/v1/approval-requests/{id}/verdict',
    summary:
      'Approves it, which gives the money at once, or rejects it, also one that was approved and is `missing`. Only another person approves. A repeat answers the same.',
    caller: 'finance',
    params: IdParams,
    body: z.strictObject({
      verdict: z.enum(['approved', 'rejected']),
      note: z.string().trim().max(500).optional(),
    }),
    status: 200,
    answer: ApprovalRequest,
    problems: [
      'request-not-found',
      'request-decided',
      'second-person-required',
      'charge-not-paid',
      'refund-exceeds-payment',
      'gift-taken',
      'subscription-ended',
      'quote-outdated',
    ],
  }),
} as const;
