import { z } from 'zod';
import { BillingEvent, Charge, Currency, IdParams, LedgerLine, Subscription } from './billing-shapes.ts';
import { billingApproval } from './billing-approval.ts';
import { billingCases } from './billing-cases.ts';
import { billingCatalogue } from './billing-catalogue.ts';
import { billingEnding } from './billing-ending.ts';
import { billingCourse } from './billing-course.ts';
import { billingGifts } from './billing-gifts.ts';
import { billingLeaving } from './billing-leaving.ts';
import { billingEvidence } from './billing-evidence.ts';
import { billingExports } from './billing-exports.ts';
import { billingImports } from './billing-imports.ts';
import { billingIntro } from './billing-intro.ts';
import { billingPeriods } from './billing-periods.ts';
import { billingPriceRises } from './billing-price-rises.ts';
import { billingRecords } from './billing-records.ts';
import { billingReconciliation } from './billing-reconciliation.ts';
import { billingRefunds } from './billing-refunds.ts';
import { billingReports } from './billing-reports.ts';
import { billingReview } from './billing-review.ts';
import { billingSeats } from './billing-seats.ts';
import { billingTimings } from './billing-timings.ts';
import { billingWebhooks } from './billing-webhooks.ts';
import { endpoint } from './endpoint.ts';
import { Instant, limit, Locale, Money, page, Period, ReturnTo, Revision, Title } from './shapes.ts';

export const billing = {
  startCheckout: endpoint({
    method: 'post',
    path: '/v1/checkouts',
    summary: 'Opens a hosted checkout; an open one of the same reader and product again, with status 200.',
    caller: 'anyone',
    body: z.strictObject({
      readerId: z.uuid().optional(),
      email: z.email().max(254).optional(),
      offer: z.string().max(60),
      /** The title that sells it; the offer's first where it is not said. */
      publication: Title.optional(),
      /** A promotion code. */
      code: z.string().trim().max(40).optional(),
      /** One that the offer is sold in; the main one where it is not said. Not together with a code. */
      currency: Currency.optional(),
      /** Why the buyer may have an offer that asks, in their words. */
      reason: z.string().trim().min(1).max(200).optional(),
      /** How many seats, of an offer that is sold with seats. */
      seats: z.int().positive().max(10_000).optional(),
      returnTo: ReturnTo,
      consent: z.strictObject({ version: z.string().max(60), accepted: z.literal(true) }),
      /** In which language the consent was read; the hosted page and the mails speak it too. */
      locale: Locale.optional(),
    }),
    status: 201,
    answer: z.object({ id: z.uuid(), url: z.url(), readerId: z.uuid() }),
    problems: [
      'offer-not-on-sale',
      'consent-outdated',
      'already-subscribed',
      'currency-not-offered',
      'reason-required',
      'seats-out-of-range',
      'reader-or-email-required',
      'intro-used',
    ],
  }),
  completeCheckout: endpoint({
    method: 'post',
    path: '/v1/checkouts/{id}/return',
    summary:
      'The reader is back from the hosted page: looks at Stripe at once, whether or not a webhook has come.',
    caller: 'anyone',
    params: IdParams,
    status: 200,
    answer: z.object({
      status: z.enum(['open', 'paid', 'expired']),
      returnTo: z.string(),
      readerId: z.uuid(),
      subscription: Subscription.nullable(),
      revision: Revision.nullable(),
    }),
    problems: ['checkout-not-found'],
  }),
  readersSubscriptions: endpoint({
    method: 'get',
    path: '/v1/readers/{id}/subscriptions',
    summary: "A reader's subscriptions, newest first.",
    caller: 'reader',
    params: IdParams,
    status: 200,
    answer: page(Subscription),
    problems: [],
  }),
  getSubscription: endpoint({
    method: 'get',
    path: '/v1/subscriptions/{id}',
    summary: 'One subscription.',
    caller: 'reader',
    params: IdParams,
    status: 200,
    answer: Subscription,
    problems: ['subscription-not-found'],
  }),
  listCharges: endpoint({
    method: 'get',
    path: '/v1/subscriptions/{id}/charges',
    summary: 'What was charged and what is expected next, oldest first.',
    caller: 'reader',
    params: IdParams,
    status: 200,
    answer: page(Charge),
    problems: ['subscription-not-found'],
  }),
  chargeInvoice: endpoint({
    method: 'get',
    path: '/v1/subscriptions/{id}/charges/{charge}/invoice',
    summary: "Where Stripe's invoice of a charge is: as a page, and as PDF.",
    caller: 'reader',
    params: z.object({ id: z.uuid(), charge: z.uuid() }),
    status: 200,
    answer: z.object({ page: z.url(), pdf: z.url() }),
    problems: ['subscription-not-found', 'charge-not-found'],
  }),
  updateCard: endpoint({
    method: 'post',
    path: '/v1/subscriptions/{id}/card-update',
    summary: 'Opens the hosted page for a new card. Once it is given, an open charge is tried again at once.',
    caller: 'reader',
    params: IdParams,
    body: z.strictObject({
      returnTo: ReturnTo,
      title: Title.optional(),
      locale: Locale.optional(),
    }),
    status: 201,
    answer: z.object({ url: z.url() }),
    problems: ['subscription-not-found', 'subscription-ended', 'nothing-renews'],
  }),
  listBillingEvents: endpoint({
    method: 'get',
    path: '/v1/billing-events',
    summary: 'What happened, newest first, by keyset.',
    caller: 'finance',
    query: z.object({
      readerId: z.uuid().optional(),
      type: z.string().max(80).optional(),
      from: Instant.optional(),
      to: Instant.optional(),
      /** Older than this cursor. */
      after: z.string().max(200).optional(),
      /** The nearest that are newer than this cursor; not together with `after`. */
      before: z.string().max(200).optional(),
      limit,
    }),
    status: 200,
    /** Hand `previousCursor` back as `before`; null where nothing is newer. */
    answer: page(BillingEvent).extend({ previousCursor: z.string().nullable() }),
    problems: ['cursor-invalid'],
  }),
  getBillingEvent: endpoint({
    method: 'get',
    path: '/v1/billing-events/{id}',
    summary: 'One billing event with its ledger lines and the raw payload that caused it.',
    caller: 'finance',
    params: IdParams,
    status: 200,
    answer: BillingEvent.extend({
      ledger: z.array(LedgerLine),
      payload: z.unknown(),
      /** Its place in the list, for `after` and `before`. */
      cursor: z.string(),
    }),
    problems: ['billing-event-not-found'],
  }),
  ledgerSummary: endpoint({
    method: 'get',
    path: '/v1/ledger/summary',
    summary:
      'Balances by account and journal, and the tie to Stripe: the sum of net against available and pending.',
    caller: 'finance',
    status: 200,
    answer: z.object({
      asOf: Instant,
      accounts: z.array(
        z.object({ journal: z.enum(['documents', 'cash']), account: z.string(), balance: Money }),
      ),
      tie: z.array(
        z.object({ currency: z.string(), ledger: z.string(), stripe: z.string(), difference: z.string() }),
      ),
      unexplained: z.int(),
    }),
    problems: [],
  }),
  subscriptionEvidence: endpoint({
    method: 'get',
    path: '/v1/subscriptions/{id}/evidence',
    summary: 'The chain from a subscription to its Stripe objects, for `explain`.',
    caller: 'service',
    params: IdParams,
    status: 200,
    answer: z.object({
      subscriptionId: z.uuid(),
      stripeSubscriptionId: z.string().nullable(),
      stripeCustomerId: z.string().nullable(),
      invoices: z.array(
        z.object({ stripeInvoiceId: z.string(), status: z.string(), period: Period.nullable() }),
      ),
    }),
    problems: ['subscription-not-found'],
  }),
  announceAll: endpoint({
    method: 'post',
    path: '/v1/announcements',
    summary: "Says every subscription's present state again.",
    caller: 'admin',
    status: 202,
    answer: z.object({ announced: z.int() }),
    problems: [],
  }),
  ...billingApproval,
  ...billingCases,
  ...billingCatalogue,
  ...billingCourse,
  ...billingGifts,
  ...billingLeaving,
  ...billingEnding,
  ...billingReview,
  ...billingEvidence,
  ...billingExports,
  ...billingImports,
  ...billingIntro,
  ...billingPeriods,
  ...billingPriceRises,
  ...billingRecords,
  ...billingReconciliation,
  ...billingRefunds,
  ...billingReports,
  ...billingSeats,
  ...billingTimings,
  ...billingWebhooks,
} as const;
