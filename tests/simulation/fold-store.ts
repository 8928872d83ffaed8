import { begin } from '../../apps/billing/src/domain/begin.ts';
import { isSameForOthers } from '../../apps/billing/src/domain/fold.ts';
import type { Offer } from '../../apps/billing/src/domain/offer.ts';
import { isShownByNear } from '../../apps/billing/src/domain/looked.ts';
import { refuse } from '../../apps/billing/src/domain/refusals.ts';
import type { SeenSubscription } from '../../apps/billing/src/domain/seen.ts';
import { hasEnded, type Subscription } from '../../apps/billing/src/domain/subscription.ts';
import type { CardGiven, FoldBegun, Folds, Subscriptions } from '../../apps/billing/src/usecases/ports.ts';
import {
  customerIn,
  saveDecided,
  wantCall,
  type BillingState,
  type Customer,
  type Ground,
} from './billing-state.ts';

type OfferOf = (key: string, version: number) => Offer;

export const foldsIn = (ground: Ground, offerOf: OfferOf): Folds => ({
  async begin(customerId) {
    const { state } = ground;
    const customer = customerIn(state, customerId);
    const { readerId, generation } = customer;
    state.tickets += 1n;
    const cardCheckouts = [...state.checkouts.values()].flatMap((one) =>
      isOpenCard(one, customerId)
        ? [{ id: one.id, sessionId: one.stripeSessionId ?? '', subscriptionId: one.subscriptionId ?? '' }]
        : [],
    );
    return {
      customerId,
      traceparent: null,
      readerId,
      ticket: state.tickets,
      generation,
      nearCount: customer.nearCount,
      nearFrom: isNear(customer) ? customer.nearFrom : null,
      cardCheckouts,
    };
  },

  async commit(begun, { seen, from, lookedAt, cards, decide }) {
    if (!takeTurn(ground.state, begun, { lookedAt, from })) return false;
    if (from !== null && !isEnough(ground.state, begun.customerId, seen)) {
      customerIn(ground.state, begun.customerId).generation += 1n;
      return false;
    }
    const calls = [
      ...seen.map((one) => commitOne(ground, one, { offerOf, decide })),
      ...cards.map((card) => commitCard(ground, card)),
    ];
    return calls.some((count) => count > 0);
  },
});

const isNear = ({ generation, folded, nearCount, nearFolded }: Customer): boolean =>
  generation > folded && generation - folded === nearCount - nearFolded;

function isEnough(
  { subscriptions }: BillingState,
  customerId: string,
  seen: readonly SeenSubscription[],
): boolean {
  const theirs = [...subscriptions.values()].filter(
    ({ stripeCustomerId }) => stripeCustomerId === customerId,
  );
  return isShownByNear(theirs, seen);
}

type Deciding = { readonly offerOf: OfferOf; readonly decide: Parameters<Folds['commit']>[1]['decide'] };

/** How many calls to Stripe it led to. */
function commitOne(ground: Ground, seen: SeenSubscription, { offerOf, decide }: Deciding): number {
  const { state } = ground;
  const known = [...state.subscriptions.values()].find((one) => one.stripeSubscriptionId === seen.id);
  const before = known ?? beginFrom(state, seen, offerOf);
  if (before === null) return 0;
  const decided = decide(before, seen);
  const next = saveDecided(ground, decided);
  if (known === undefined || !isSameForOthers(before, next)) closeCheckout(state, next);
  return decided.calls?.length ?? 0;
}

function commitCard(ground: Ground, { checkoutId, subscriptionId, calls }: CardGiven): number {
  const { checkouts, subscriptions } = ground.state;
  const checkout = checkouts.get(checkoutId);
  const subscription = subscriptions.get(subscriptionId);
  if (checkout?.status !== 'open') return 0;
  checkouts.set(checkoutId, { ...checkout, status: 'paid' });
  if (subscription === undefined || hasEnded(subscription)) return 0;
  const wanted = calls(subscription);
  for (const call of wanted) wantCall(ground, call, subscription.stripeCustomerId);
  return wanted.length;
}

const isOpenCard = (
  one: { kind: string; status: string; stripeCustomerId: string | null; stripeSessionId: string | null },
  customerId: string,
) =>
  one.kind === 'card' &&
  one.status === 'open' &&
  one.stripeCustomerId === customerId &&
  one.stripeSessionId !== null;

function takeTurn(
  state: BillingState,
  { customerId, ticket, generation, nearCount = 0n }: FoldBegun,
  { lookedAt, from }: { readonly lookedAt: Date | null; readonly from: Date | null },
): boolean {
  const customer = customerIn(state, customerId);
  if (customer.ticket >= ticket) return false;
  customer.ticket = ticket;
  if (generation >= customer.folded) customer.nearFolded = nearCount;
  customer.folded = customer.folded > generation ? customer.folded : generation;
  if (customer.generation === customer.folded) customer.nearFrom = null;
  customer.leaseUntil = 0;
  if (lookedAt === null) return true;
  customer.lookedAt = lookedAt;
  customer.lookedFrom = from;
  if (from === null) customer.wholeLookedAt = lookedAt;
  return true;
}

function beginFrom(state: BillingState, seen: SeenSubscription, offerOf: OfferOf): Subscription | null {
  const checkout = state.checkouts.get(seen.checkoutId ?? '');
  const readerId = customerIn(state, seen.customerId).readerId;
  if (checkout === undefined || checkout.kind !== 'subscribe' || checkout.path === null || readerId === null)
    return null;
  const offer = offerOf(checkout.offer ?? '', checkout.offerVersion ?? 0);
  const hasLiveOne = [...state.subscriptions.values()].some(
    (one) =>
      one.readerId === readerId &&
      one.publication === offer.publication &&
      one.product === offer.product &&
      !hasEnded(one) &&
      one.endingAs === null,
  );
  const { id: checkoutId, returnTo, path } = checkout;
  return begin({ checkoutId, readerId, returnTo, offer, path }, seen, hasLiveOne);
}

function closeCheckout({ checkouts }: BillingState, { checkoutId, phase }: Subscription): void {
  const checkout = checkouts.get(checkoutId);
  if (phase !== 'pending' && checkout !== undefined)
    checkouts.set(checkoutId, { ...checkout, status: 'paid' });
}

export const subscriptionsIn = (ground: Ground): Subscriptions => {
  const { subscriptions } = ground.state;
  return {
    find: async (id) => subscriptions.get(id) ?? null,
    byOrderNumber: async (number) =>
      [...subscriptions.values()].find(({ orderNumber }) => orderNumber === number) ?? null,
    byCharge: async (chargeId) =>
      [...subscriptions.values()].find(({ charges }) => charges.some(({ id }) => id === chargeId)) ?? null,
    ofReader: async (readerId) =>
      [...subscriptions.values()].filter((one) => one.readerId === readerId).toReversed(),
    async change(id, decide) {
      const current = subscriptions.get(id);
      if (current === undefined) throw refuse('subscription-not-found');
      return saveDecided(ground, decide(current, false));
    },
    idsAfter: async (id, limit) =>
      [...subscriptions.keys()]
        .toSorted()
        .filter((one) => id === null || one > id)
        .slice(0, limit),
  };
};
