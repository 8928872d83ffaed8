import { MINUTE } from '@gatefold/kernel';
import type { SeenSubscription } from './seen.ts';
import { hasEnded, type Charge, type Subscription } from './subscription.ts';

/**
 * What has happened at Stripe this long before a look, by Stripe's own clock, is known from it: news of it tells nothing
 * more, however late it comes. Its lists may lag by moments, and it tells its time in whole seconds.
 */
export const LISTED_WITHIN_MS = 5 * MINUTE;

/** What an event says about how much has to be looked at to see what it tells. */
export type Told = {
  readonly type: string;
  readonly at: Date;
  /** When what it is about was made at Stripe; null where it does not say. */
  readonly madeAt: Date | null;
  /** The names of what was changed. */
  readonly changed: readonly string[];
};

const OF_AN_INVOICE = ['invoice.created', 'invoice.paid', 'invoice.updated'];
/**
 * With which a subscription goes on into its next period, for which an invoice is made at the same moment: the first is
 * over, which is a trial at Stripe, or what took something off the last ones is used up.
 */
const NEXT_PERIOD = ['items', 'latest_invoice', 'status', 'discounts'];

/**
 * The instant from which on whatever was made at Stripe shows all that an event tells; null where it takes everything
 * of the customer: what was given back or disputed, and a card, may belong to any of it.
 */
export function nearFrom({ type, at, madeAt, changed }: Told): Date | null {
  if (OF_AN_INVOICE.includes(type)) return madeAt === null ? null : before(madeAt);
  const isRenewal = type === 'customer.subscription.updated' && changed.includes('latest_invoice');
  return isRenewal && changed.every((name) => NEXT_PERIOD.includes(name)) ? before(at) : null;
}

const before = (instant: Date): Date => new Date(instant.getTime() - LISTED_WITHIN_MS);

/**
 * Whether a look at what was made since some instant shows as much of all subscriptions of a customer as one at
 * everything would. What is not settled yet has to be among it, since the oldest invoice that failed decides where a
 * subscription stands.
 */
export function isShownByNear(known: readonly Subscription[], seen: readonly SeenSubscription[]): boolean {
  const isKnown = ({ id }: SeenSubscription) =>
    known.some(({ stripeSubscriptionId }) => stripeSubscriptionId === id);
  const isShown = (one: Subscription) =>
    isOneShown(
      one,
      seen.find(({ id }) => id === one.stripeSubscriptionId),
    );
  return seen.every(isKnown) && known.every(isShown);
}

function isOneShown(known: Subscription, seen: SeenSubscription | undefined): boolean {
  if (seen === undefined) return hasEnded(known);
  const shown = new Set(seen.invoices.map(({ id }) => id));
  const isShown = ({ status, stripeInvoiceId }: Charge): boolean =>
    (status !== 'open' && status !== 'failed') || shown.has(stripeInvoiceId ?? '');
  return shown.size > 0 && known.charges.every(isShown);
}
