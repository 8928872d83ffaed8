import type { BusinessClock, NewId } from '@gatefold/kernel';
import type { WantedCall } from '../domain/change.ts';
import type { MoneyBack } from '../domain/ending.ts';
import { fold } from '../domain/fold.ts';
import { foldGift } from '../domain/gift-fold.ts';
import { openCharges, type Subscription } from '../domain/subscription.ts';
import type { CardGiven, FoldBegun, Folds } from './ports.ts';
import type { Lane, SeenCustomer, StripeReads } from './stripe-ports.ts';

type Deps = {
  folds: Folds;
  stripe: StripeReads;
  clock: BusinessClock;
  newId: NewId;
  moneyBack?: MoneyBack;
};

export type Looking = {
  readonly lane: Lane;
  /** Of who waits for it; null where it belongs to the trace of the news. */
  readonly traceparent: string | null;
  /** Somebody is answered with what it shows, so it shows everything, however little is new. */
  readonly isAwaited: boolean;
};

/** Whether Stripe must be told something because of it. */
export type FoldCustomer = (customerId: string, looking: Looking) => Promise<boolean>;

/**
 * Takes in what Stripe knows of a customer now.
 *
 * Webhook, return page, poller and our own commands all end here. It reads outside of any transaction,
 * then commits in one short one; if somebody who began to read later was faster, it commits nothing.
 */
export const foldCustomer =
  ({ folds, stripe, clock, newId, moneyBack }: Deps): FoldCustomer =>
  async (customerId, { lane, traceparent, isAwaited }) => {
    const begun = await folds.begin(customerId, traceparent);
    // A customer of somebody else who shares the Stripe account: kept in the inbox, and no more.
    const isOurs = begun.readerId !== null;
    const from = isAwaited ? null : nearFrom(begun);
    const [seen, cards] = isOurs
      ? await Promise.all([stripe.customer(customerId, lane, from), cardsGiven(begun, stripe, lane)])
      : [nothingSeen, []];
    const now = clock.now();
    const given = { now, newId, ...(moneyBack === undefined ? {} : { moneyBack }) };
    return folds.commit(begun, {
      seen: seen.subscriptions,
      from,
      lookedAt: seen.at,
      cards,
      decide: (before, one) => fold(before, one, given),
      gifts: { payments: seen.gifts, decide: (gift, payment) => foldGift(gift, payment, given) },
    });
  };

/** Where a look begins that nobody waits for: what was bought or given besides may have been so at any time. */
const nearFrom = ({ nearFrom: from, cardCheckouts, hasGifts, hasGiven }: FoldBegun): Date | null =>
  cardCheckouts.length > 0 || hasGifts === true || hasGiven === true ? null : from;

const nothingSeen: SeenCustomer = { subscriptions: [], gifts: new Map(), at: null };

async function cardsGiven(
  { cardCheckouts }: FoldBegun,
  stripe: StripeReads,
  lane: Lane,
): Promise<CardGiven[]> {
  const read = cardCheckouts.map(async ({ id, sessionId, subscriptionId }): Promise<CardGiven | null> => {
    const given = await stripe.cardOf(sessionId, lane);
    if (given === null) return null;
    const calls = (subscription: Subscription) => useCard(subscription, id, given.paymentMethodId);
    return { checkoutId: id, subscriptionId, calls };
  });
  return (await Promise.all(read)).filter((card) => card !== null);
}

/** A new card becomes the subscription's, and what is open is charged at once. */
function useCard(subscription: Subscription, checkoutId: string, paymentMethodId: string): WantedCall[] {
  const { stripeSubscriptionId, stripeCustomerId } = subscription;
  const pay = openCharges(subscription).flatMap(({ stripeInvoiceId, isBooked }): WantedCall[] =>
    stripeInvoiceId === null || !isBooked
      ? []
      : [{ kind: 'pay-invoice', key: `pay:${stripeInvoiceId}:${checkoutId}`, invoiceId: stripeInvoiceId }],
  );
  return [
    { kind: 'set-card', key: `card:${checkoutId}`, stripeSubscriptionId, stripeCustomerId, paymentMethodId },
    ...pay,
  ];
}
