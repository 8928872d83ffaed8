import { z } from 'zod';
import { CreditAmount } from './billing-approval.ts';
import { disturbed } from './billing-steering.ts';
import { ExpectedCharge, IdParams, Subscription } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Instant, Money } from './shapes.ts';

/** What giving a period comes to. All of it goes back as it came, to be confirmed. */
const CompQuote = z.strictObject({
  /** The end of what is paid for, and of what is given then. */
  after: Instant,
  until: Instant,
  /** What would have been charged next. */
  before: ExpectedCharge,
  /** What is charged next instead. */
  next: ExpectedCharge,
});

/** Why staff give something; kept in the audit log. */
const reason = z.string().trim().min(3).max(300);

/** What staff give: a period, or a sum. */
export const billingGoodwill = {
  quoteComp: endpoint({
    method: 'get',
    path: '/v1/subscriptions/{id}/comp',
    summary:
      'What giving the next period comes to: what would have been charged next, and what is charged instead, and when.',
    caller: 'finance',
    params: IdParams,
    status: 200,
    answer: CompQuote,
    problems: disturbed,
  }),
  comp: endpoint({
    method: 'post',
    path: '/v1/subscriptions/{id}/comp',
    summary:
      'Gives the next period, as it was quoted. All that was promised comes a period later. A repeat gives nothing more.',
    caller: 'finance',
    params: IdParams,
    body: CompQuote.extend({ reason }),
    status: 200,
    answer: Subscription,
    problems: [...disturbed, 'quote-outdated'],
  }),
  credit: endpoint({
    method: 'post',
    path: '/v1/subscriptions/{id}/credit',
    summary:
      'Puts a sum to the reader’s credit, which the next invoices use before a card is charged. What one person gives one reader in a day counts together against the limit. Needs an Idempotency-Key.',
    caller: 'finance',
    params: IdParams,
    body: z.strictObject({ amount: CreditAmount, reason }),
    status: 201,
    answer: z.object({ amount: Money }),
    problems: [
      'subscription-not-found',
      'subscription-ended',
      'charge-not-paid',
      'plan-not-available',
      'refund-needs-approval',
      'idempotency-key-required',
      'idempotency-key-reused',
    ],
  }),
} as const;
