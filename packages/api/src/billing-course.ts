import { z } from 'zod';
import { IdParams, Subscription } from './billing-shapes.ts';
import { endpoint } from './endpoint.ts';
import { Instant, Money } from './shapes.ts';

/** All of it goes back as it came, to be confirmed. */
const PlanQuote = z.strictObject({
  offer: z.string().max(60),
  at: Instant,
  /** When the other plan begins. */
  from: Instant,
  /** Charged today. */
  due: Money,
  /** The first charge that is not of today. */
  next: z.strictObject({ at: Instant, amount: Money }),
});

const unsteerable = [
  'subscription-not-found',
  'subscription-ended',
  'charge-not-paid',
  'subscription-cancelling',
  'payment-outstanding',
  'renewal-running',
] as const;
const disturbed = [...unsteerable, 'subscription-paused', 'change-pending'] as const;

/** What a reader does to the course of a subscription: another plan, a pause. */
export const billingCourse = {
  quotePlanChange: endpoint({
    method: 'get',
    path: '/v1/subscriptions/{id}/plan-change',
    summary: 'What a change to another offer would come to, to the cent: charged today, and next.',
    caller: 'reader',
    params: IdParams,
    query: z.object({ offer: z.string().max(60) }),
    status: 200,
    answer: PlanQuote,
    problems: [...disturbed, 'offer-not-on-sale', 'plan-not-available'],
  }),
  changePlan: endpoint({
    method: 'post',
    path: '/v1/subscriptions/{id}/plan-change',
    summary:
      'Changes the plan as a quote of the last fifteen minutes said. The place in the price path is kept. A repeat answers the same.',
    caller: 'reader',
    params: IdParams,
    body: PlanQuote,
    status: 200,
    answer: Subscription,
    problems: [...disturbed, 'offer-not-on-sale', 'plan-not-available', 'quote-outdated'],
  }),
  keepPlan: endpoint({
    method: 'post',
    path: '/v1/subscriptions/{id}/plan-change/undo',
    summary: 'Takes back a plan that has not begun. A repeat answers the same.',
    caller: 'reader',
    params: IdParams,
    status: 200,
    answer: Subscription,
    problems: unsteerable,
  }),
  pause: endpoint({
    method: 'post',
    path: '/v1/subscriptions/{id}/pause',
    summary:
      'Lets it rest from the end of what is paid for until an instant, at which it goes on by itself. A repeat answers the same.',
    caller: 'reader',
    params: IdParams,
    body: z.strictObject({ until: Instant }),
    status: 200,
    answer: Subscription,
    problems: [...disturbed, 'pause-too-long', 'pause-too-often'],
  }),
  resume: endpoint({
    method: 'post',
    path: '/v1/subscriptions/{id}/resume',
    summary:
      'Ends a pause before its time; what is not paid for is charged at once. A repeat answers the same.',
    caller: 'reader',
    params: IdParams,
    status: 200,
    answer: Subscription,
    problems: unsteerable,
  }),
} as const;
