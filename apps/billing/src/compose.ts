import type { RequestListener } from 'node:http';
import { billing, openApiOf, operations } from '@gatefold/api';
import type { Router } from 'express';
import type { BusinessClock, NewId } from '@gatefold/kernel';
import {
  createHttpApp,
  parkedRoutes,
  type Authenticate,
  type Logger,
  type Metrics,
  type Parking,
  type Service,
  type Worker,
} from '@gatefold/service-kit';
import { cancellationRoutes } from './http/cancellation.routes.ts';
import { financeRoutes, type FinanceWorld } from './compose-finance.ts';
import { reviewing, type ReviewWorld } from './compose-review.ts';
import { givingRoutes } from './compose-giving.ts';
import { billingEventRoutes } from './http/billing-events.routes.ts';
import type { ClaimLimits } from './http/claim-limits.ts';
import { catalogueRoutes } from './http/catalogue.routes.ts';
import { checkoutRoutes } from './http/checkout.routes.ts';
import { courseRoutes } from './http/course.routes.ts';
import { endingRoutes } from './http/ending.routes.ts';
import { goodwillRoutes } from './http/goodwill.routes.ts';
import { importRoutes } from './http/imports.routes.ts';
import { leavingRoutes } from './http/leaving.routes.ts';
import { moneyRoutes } from './http/money.routes.ts';
import { priceRiseRoutes } from './http/price-rise.routes.ts';
import { statusOf } from './http/problems.ts';
import { stripeWebhookRoutes } from './http/stripe-webhook.routes.ts';
import { offersRoutes } from './http/offers.routes.ts';
import { seatsRoutes } from './http/seats.routes.ts';
import { skipIntroRoutes } from './http/skip-intro.routes.ts';
import { stayingRoutes } from './http/staying.routes.ts';
import { webhookDoor } from './http/webhook-door.ts';
import { withdrawalRoutes } from './http/withdrawal.routes.ts';
import { subscriptionRoutes } from './http/subscriptions.routes.ts';
import { announceAll } from './usecases/announce-all.ts';
import { endNow, quoteEndNow } from './usecases/cancel-now.ts';
import { cancelByOrder, lookAtClaim } from './usecases/cancel-by-order.ts';
import { cancelSubscription, undoCancellation } from './usecases/cancel-subscription.ts';
import {
  acceptPlan,
  pauseSubscription,
  quoteOfSkip,
  plansOf,
  quotePlanChange,
  resumeSubscription,
  skipIntroduction,
  undoPlan,
} from './usecases/change-course.ts';
import type { GiftPages, Gifts } from './usecases/gift-ports.ts';
import { acceptSeats, quoteSeatsChange } from './usecases/change-seats.ts';
import { compNextPeriod, quoteComp } from './usecases/comp-next.ts';
import { creditReader } from './usecases/credit-reader.ts';
import { offerToReturn, offerToStay, stayFor } from './usecases/stay-or-return.ts';
import { completeCheckout } from './usecases/complete-checkout.ts';
import type { HouseRules } from './domain/house-rules.ts';
import type { Inbox, SignsOfLife, WebhookReader } from './usecases/inbox-ports.ts';
import type {
  AddressHash,
  Checkouts,
  IdempotentAnswers,
  Offers,
  Readers,
  Refunds,
  Subscriptions,
} from './usecases/ports.ts';
import type { StripeReads, StripeWrites } from './usecases/stripe-ports.ts';
import type { ApprovalRequests, Credits } from './usecases/approval-ports.ts';
import type { Imports, ImportsAtStripe } from './usecases/import-ports.ts';
import { beginImport, closeImport, importLines, importPage } from './usecases/import-subscribers.ts';
import { introOnce } from './usecases/intro-once.ts';
import { recordStripeEvent } from './usecases/record-stripe-event.ts';
import { raisePrices, type WaitingRises } from './usecases/raise-prices.ts';
import { quoteRefund } from './usecases/quote-refund.ts';
import { refundPayment } from './usecases/refund-payment.ts';
import type { SettleCustomer } from './usecases/settle-customer.ts';
import type { Catalogues, CatalogueWrites } from './usecases/catalogue-ports.ts';
import { applySale, planSale } from './usecases/sell.ts';
import { sayWhyLeft, type LeavingReasons } from './usecases/say-why-left.ts';
import { offerUnder, startCheckout } from './usecases/start-checkout.ts';
import { summariseLedger } from './usecases/summarise-ledger.ts';
import { quoteOfWithdrawal, withdrawFromContract } from './usecases/withdraw.ts';
import { updateCard } from './usecases/update-card.ts';

/** What billing needs from the world. `main.ts` passes the real things, a test passes its own. */
export type World = FinanceWorld &
  ReviewWorld & {
    clock: BusinessClock;
    newId: NewId;
    hash: (text: string) => string;
    pause: () => Promise<void>;
    logger: Logger;
    metrics: Metrics;
    authenticate: Authenticate;
    offers: Offers;
    catalogues: Catalogues;
    refreshOffers: () => Promise<void>;
    houseRules: HouseRules;
    checkouts: Checkouts;
    subscriptions: Subscriptions;
    refunds: Refunds;
    leavingReasons: LeavingReasons;
    answers: IdempotentAnswers;
    inbox: Inbox;
    signsOfLife: SignsOfLife;
    approvalRequests: ApprovalRequests;
    credits: Credits;
    refundLimit: bigint | null;
    readers: Readers;
    addresses: AddressHash;
    webhooks: WebhookReader;
    gifts: Gifts;
    codeBytes: () => Uint8Array;
    waitingRises: WaitingRises;
    imports: Imports;
    stripe: StripeReads &
      StripeWrites &
      CatalogueWrites &
      GiftPages &
      ImportsAtStripe &
      ReviewWorld['stripe'];
    settleCustomer: SettleCustomer;
    onKept: () => void;
    parking: Parking;
    claimLimits: ClaimLimits;
    epoch: number;
    readiness: Readonly<Record<string, () => Promise<unknown>>>;
    workers: readonly Worker[];
    close(): Promise<void>;
  };

/** The only place where billing's parts meet. `app` is what answers behind the door for webhooks. */
export function compose(world: World): Service & { readonly app: RequestListener } {
  const { epoch, offers, finance, workers, close } = world;
  const webhooks = { ...world, recordStripeEvent: recordStripeEvent(world) };

  const app = createHttpApp({
    ...world,
    statusOf,
    openapi: openApiOf('Gatefold billing', { ...billing, ...operations }),
    rawRoutes: [stripeWebhookRoutes(webhooks)],
    routes: [
      offersRoutes({ offers, offerWithCode: (asked) => offerUnder(world, asked) }),
      catalogueRoutes({
        ...world,
        planSale: planSale(world),
        applySale: applySale({ ...world, onChange: world.refreshOffers }),
      }),
      checkoutRoutes({
        startCheckout: introOnce(world)(startCheckout(world)),
        completeCheckout: completeCheckout(world),
        epoch,
      }),
      subscriptionRoutes({ ...world, invoicePages: world.stripe.invoicePages }),
      leavingRoutes({
        cancelSubscription: cancelSubscription(world),
        undoCancellation: undoCancellation(world),
        sayWhyLeft: sayWhyLeft(world),
        updateCard: updateCard(world),
        epoch,
      }),
      ...courseOf(world),
      ...givingRoutes(world),
      ...reviewing(world),
      billingEventRoutes({ finance }),
      ...financeRoutes(world),
      importsOf(world),
      moneyRoutes({
        quoteRefund: quoteRefund(world),
        refundPayment: refundPayment(world),
        summariseLedger: summariseLedger(world),
        announceAll: announceAll(world),
        epoch,
      }),
      parkedRoutes(world.parking),
    ],
  });

  return { http: webhookDoor(webhooks, app), app, workers, close };
}

/** How subscribers come who were somewhere else before. */
const importsOf = (world: World): Router =>
  importRoutes({
    imports: world.imports,
    beginImport: beginImport(world),
    importLines: importLines(world),
    importPage: importPage(world),
    closeImport: closeImport(world),
  });

/** What is done to a subscription after it was bought, until it is over. */
function courseOf(world: World): Router[] {
  const { epoch } = world;
  return [
    courseRoutes({
      plansOf: plansOf(world),
      quotePlanChange: quotePlanChange(world),
      acceptPlan: acceptPlan(world),
      undoPlan: undoPlan(world),
      pauseSubscription: pauseSubscription(world),
      resumeSubscription: resumeSubscription(world),
      epoch,
    }),
    skipIntroRoutes({
      quoteOfSkip: quoteOfSkip(world),
      skipIntroduction: skipIntroduction(world),
      epoch,
    }),
    seatsRoutes({ quoteSeatsChange: quoteSeatsChange(world), acceptSeats: acceptSeats(world), epoch }),
    priceRiseRoutes({ raisePrices: raisePrices(world) }),
    goodwillRoutes({
      quoteComp: quoteComp(world),
      compNextPeriod: compNextPeriod(world),
      creditReader: creditReader(world),
      epoch,
    }),
    stayingRoutes({
      offerToStay: offerToStay(world),
      stayFor: stayFor(world),
      offerToReturn: offerToReturn(world),
      epoch,
    }),
    ...claimsOf(world),
    endingRoutes({ quoteEndNow: quoteEndNow(world), endNow: endNow(world), epoch }),
  ];
}

/** What is done without an account. */
const claimsOf = (world: World) => {
  const { claimLimits: limits, epoch } = world;
  return [
    cancellationRoutes({
      lookAtClaim: lookAtClaim(world),
      cancelByOrder: cancelByOrder(world),
      limits,
      epoch,
    }),
    withdrawalRoutes({
      quoteOfWithdrawal: quoteOfWithdrawal(world),
      withdrawFromContract: withdrawFromContract(world),
      limits,
    }),
  ];
};
