import { z } from 'zod';
import { IdParams, Offer, Subscription } from './billing-shapes.ts';
import { billingGoodwill } from './billing-goodwill.ts';
import { disturbed, unsteerable } from './billing-steering.ts';
import { endpoint } from './endpoint.ts';
import { Instant, Locale, Money, page } from './shapes.ts';

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

const SkipQuote = z.strictObject({ at: Instant, due: Money });

/** What an order was confirmed with: enough to withdraw, without an account. */
const Claim = { email: z.email().max(254), orderNumber: z.string().trim().min(4).max(40) };
const WithdrawalQuote = z.strictObject({ at: Instant, until: Instant, refund: Money });

/** What is done to the course of a subscription, and the offers beside the plain ones. */
export const billingCourse = {
  ...billingGoodwill,
  promotedOffer: endpoint({
    method: 'get',
    path: '/v1/offers/{key}/promoted',
    summary: 'An offer as a buyer with a promotion code has it.',
    caller: 'anyone',
    params: z.object({ key: z.string().max(60) }),
    query: z.object({ code: z.string().trim().min(1).max(40), locale: Locale.optional() }),
    status: 200,
    answer: Offer,
    problems: ['offer-not-on-sale', 'promotion-not-valid'],
  }),
  listPlans: endpoint({
    method: 'get',
    path: '/v1/subscriptions/{id}/plans',
    summary: 'What it may be changed to now, in the money in which it is paid.',
    caller: 'reader',
    params: IdParams,
    query: z.object({ locale: Locale.optional() }),
    status: 200,
    answer: page(Offer),
    problems: ['subscription-not-found'],
  }),
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
  quoteSkipIntro: endpoint({
    method: 'get',
    path: '/v1/subscriptions/{id}/skip-intro',
    summary: 'What is charged today when the regular price begins now: the unused introduction is off.',
    caller: 'reader',
    params: IdParams,
    status: 200,
    answer: SkipQuote,
    problems: [...disturbed, 'not-in-introduction'],
  }),
  skipIntro: endpoint({
    method: 'post',
    path: '/v1/subscriptions/{id}/skip-intro',
    summary:
      'Begins the regular price now, as a quote of the last fifteen minutes said. A repeat answers the same.',
    caller: 'reader',
    params: IdParams,
    body: SkipQuote,
    status: 200,
    answer: Subscription,
    problems: [...disturbed, 'not-in-introduction', 'quote-outdated'],
  }),
  raisePrice: endpoint({
    method: 'post',
    path: '/v1/price-rises',
    summary:
      'Announces a new list price to all who have an offer. What was promised stays; those who cannot be told now are told by themselves once they can be.',
    caller: 'admin',
    body: z.strictObject({
      offer: z.string().max(60),
      amount: Money.refine(({ amount }) => /^[1-9]\d{0,9}$/.test(amount)),
      from: Instant,
    }),
    status: 202,
    answer: z.object({ announced: z.int(), waiting: z.int() }),
    problems: ['offer-not-on-sale', 'notice-too-short'],
  }),
  saveOffer: endpoint({
    method: 'get',
    path: '/v1/subscriptions/{id}/save-offer',
    summary:
      'What one who has cancelled may stay for; null for nothing. Asked after cancelling, never before.',
    caller: 'reader',
    params: IdParams,
    status: 200,
    answer: z.object({
      offer: z.object({ charges: z.int().positive(), amount: Money, then: Money }).nullable(),
    }),
    problems: ['subscription-not-found'],
  }),
  takeSaveOffer: endpoint({
    method: 'post',
    path: '/v1/subscriptions/{id}/save-offer',
    summary: 'Takes the cancellation back for the price that was offered. A repeat answers the same.',
    caller: 'reader',
    params: IdParams,
    body: z.strictObject({ amount: Money }),
    status: 200,
    answer: Subscription,
    problems: ['subscription-not-found', 'save-offer-not-available'],
  }),
  winBack: endpoint({
    method: 'get',
    path: '/v1/readers/{id}/win-back',
    summary: 'With which offer one who left may come back; null for none.',
    caller: 'reader',
    params: IdParams,
    query: z.object({ locale: Locale.optional() }),
    status: 200,
    answer: z.object({ offer: Offer.nullable() }),
    problems: ['subscription-not-found'],
  }),
  quoteWithdrawal: endpoint({
    method: 'post',
    path: '/v1/withdrawals/quote',
    summary: 'What would come of withdrawing from a contract now. Changes nothing.',
    caller: 'anyone',
    body: z.strictObject(Claim),
    status: 200,
    answer: WithdrawalQuote,
    problems: ['withdrawal-not-found', 'withdrawal-over', 'subscription-ended', 'charge-not-paid'],
  }),
  withdraw: endpoint({
    method: 'post',
    path: '/v1/withdrawals',
    summary:
      'Withdraws from a contract as a quote of the last fifteen minutes said: it ends at once, and the money goes back. A repeat answers with the same certificate.',
    caller: 'anyone',
    body: z.strictObject({ ...Claim, quote: WithdrawalQuote }),
    status: 200,
    answer: z.object({ certificateNumber: z.string(), refund: Money }),
    problems: [
      'withdrawal-not-found',
      'withdrawal-over',
      'subscription-ended',
      'charge-not-paid',
      'quote-outdated',
    ],
  }),
} as const;
