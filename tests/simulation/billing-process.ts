import { createLogger } from '@gatefold/service-kit';
import { incomingFrom } from '../../apps/billing/src/adapters/stripe/incoming.ts';
import { stripeReads } from '../../apps/billing/src/adapters/stripe/reads.ts';
import { stripeWrites } from '../../apps/billing/src/adapters/stripe/writes.ts';
import type { Offer } from '../../apps/billing/src/domain/offer.ts';
import { createDrain } from '../../apps/billing/src/jobs/drain.ts';
import { createFoldWorker } from '../../apps/billing/src/jobs/fold-worker.ts';
import { endNow, quoteEndNow } from '../../apps/billing/src/usecases/cancel-now.ts';
import {
  acceptPlan,
  pauseSubscription,
  quotePlanChange,
  resumeSubscription,
  undoPlan,
  type SteerDeps,
} from '../../apps/billing/src/usecases/change-course.ts';
import { cancelSubscription, undoCancellation } from '../../apps/billing/src/usecases/cancel-subscription.ts';
import { completeCheckout } from '../../apps/billing/src/usecases/complete-checkout.ts';
import { foldCustomer } from '../../apps/billing/src/usecases/fold-customer.ts';
import { makeCalls } from '../../apps/billing/src/usecases/make-calls.ts';
import { refundPayment } from '../../apps/billing/src/usecases/refund-payment.ts';
import { settleCustomer, takeInCustomer } from '../../apps/billing/src/usecases/settle-customer.ts';
import { startCheckout } from '../../apps/billing/src/usecases/start-checkout.ts';
import { collectCash, sweepEvents } from '../../apps/billing/src/usecases/sweep.ts';
import { updateCard } from '../../apps/billing/src/usecases/update-card.ts';
import { catalogue, houseRules } from '../../apps/billing/test/paper.ts';
import type { Ground, OutboxRow } from './billing-state.ts';
import { callsIn, cashIn, cursorsIn, dirtyIn, inboxIn, refundsIn } from './billing-stores.ts';
import { answersIn, checkoutsIn } from './checkout-stores.ts';
import { foldsIn, subscriptionsIn } from './fold-store.ts';
import { mortal, type Fate, type Life } from './fate.ts';
import { clientOf, type InProcessStripe } from './stripe.ts';

const SWEEP_EVERY_MS = 6 * 60 * 60_000;
const logger = createLogger('simulation', 'silent');

export type Place = {
  readonly ground: Ground;
  readonly stripe: InProcessStripe;
  readonly fate: Fate;
  /** Idempotency keys under which Stripe has kept that it was broken. */
  readonly kept: Set<string>;
  /** Whose address it is: the same account each time. */
  readerOf(email: string): string;
  /** Lets a moment pass. */
  pass(milliseconds: number): void;
  /** The log takes a row, and may bring it more than once. */
  publish(row: OutboxRow): Promise<void>;
};

const offerOf = (key: string, version: number): Offer => {
  const offer = catalogue.find((one) => one.key === key && one.version === version);
  if (offer === undefined) throw new Error(`nobody ever sold ${key} version ${version}`);
  return offer;
};

/** One life of billing's process: its real use cases and its real Stripe adapters, on stores that outlive it. */
export function startBilling(place: Place) {
  const { ground } = place;
  const life: Life = { isOver: false };
  const step = (): void => place.fate.step(life);
  const api = apiOf(place, step);
  const stores = storesOf(ground, step);
  const clock = { kind: 'business' as const, now: () => ground.now() };
  const common = { ...stores, stripe: api, clock, newId: () => ground.newId() };
  const pause = async (): Promise<void> => place.pass(50);
  const tell = makeCalls(common);
  const taking = { foldCustomer: foldCustomer(common), makeCalls: tell };
  const settle = { ...common, settleCustomer: settleCustomer({ ...taking, calls: stores.calls, pause }) };
  const hash = (text: string): string => text;

  return {
    life,
    startCheckout: startCheckout({ ...common, ...buyersOf(place), hash, pause }),
    completeCheckout: completeCheckout(settle),
    cancel: cancelSubscription(settle),
    undoCancel: undoCancellation(settle),
    updateCard: updateCard(common),
    ...courseOf(settle),
    quoteEndNow: quoteEndNow({ ...settle, refundLimit: null }),
    endNow: endNow({ ...settle, refundLimit: null }),
    refund: refundPayment({ ...settle, refundLimit: null, hash }),
    /** A webhook that was signed correctly. False when the process died on it: Stripe tries again. */
    async hear(eventText: string): Promise<void> {
      const event = incomingFrom(Buffer.from(eventText));
      if (event === null) throw new Error(`cannot be read: ${eventText}`);
      await stores.inbox.keep([event], { source: 'webhook', traceparent: null });
    },
    drain: createDrain({
      ...stores,
      folds: createFoldWorker({
        ...stores,
        takeInCustomer: takeInCustomer(taking),
        makeCalls: tell,
        logger,
      }),
      makeCalls: tell,
      sweepEvents: sweepEvents(common),
      collectCash: collectCash(common),
      sweepEveryMs: SWEEP_EVERY_MS,
      consumer: { caughtUp: async () => undefined },
      relay: { drained: () => relay(place, step), published: async () => ({}) },
      logger,
    }),
  };
}

const courseOf = (deps: SteerDeps) => ({
  quotePlan: quotePlanChange({ ...deps, offers }),
  acceptPlan: acceptPlan({ ...deps, offers }),
  undoPlan: undoPlan(deps),
  pause: pauseSubscription({ ...deps, houseRules }),
  resume: resumeSubscription(deps),
});

export type BillingProcess = ReturnType<typeof startBilling>;

/** The real adapters, whose calls may be the last that this process makes, and whose answers may be lost. */
function apiOf({ stripe, fate, kept, pass }: Place, step: () => void) {
  const weather = {
    beforeCall: step,
    pass,
    trouble: () => fate.trouble(),
    afterCall() {
      step();
      if (fate.losesAnswer()) throw Object.assign(new Error('no answer came'), { code: 'ENETRESET' });
    },
  };
  const client = clientOf(stripe, weather, kept);
  const budget = { take: async () => undefined, backOff: () => undefined, left: () => 1 };
  return {
    ...stripeReads({ stripe: client, budget }),
    ...stripeWrites({ stripe: client, siteOf: () => 'http://paper.example' }),
  };
}

const offers = { current: () => catalogue, promotions: () => [] };

const buyersOf = ({ readerOf }: Place) => ({
  offers,
  houseRules,
  readers: {
    createProvisional: async (email: string) => ({ readerId: readerOf(email) }),
    idsOf: async (email: string) => [readerOf(email)],
  },
  addresses: { of: (address: string) => address, all: (address: string) => [address] },
});

const storesOf = (ground: Ground, step: () => void) => ({
  folds: mortal(foldsIn(ground, offerOf), step),
  subscriptions: mortal(subscriptionsIn(ground), step),
  inbox: mortal(inboxIn(ground), step),
  dirty: mortal(dirtyIn(ground), step),
  calls: mortal(callsIn(ground), step),
  refunds: mortal(refundsIn(ground), step),
  cash: mortal(cashIn(ground), step),
  cursors: mortal(cursorsIn(ground), step),
  checkouts: mortal(checkoutsIn(ground), step),
  answers: mortal(answersIn(ground), step),
});

/** Brings rows to the log in their order. Who dies between telling and marking tells it again. */
async function relay({ ground: { state }, publish }: Place, step: () => void): Promise<void> {
  for (let row = state.outbox[state.published]; row !== undefined; row = state.outbox[state.published]) {
    step();
    await publish(row);
    step();
    state.published += 1;
  }
}
