import { fromUnix, DAY, HOUR, latest, plus } from '@gatefold/kernel';
import type Stripe from 'stripe';

/** What a purchase must be worth, worked out from Stripe's objects alone. */
export type Expected = {
  readonly subscriptionId: string;
  readonly readerId: string;
  readonly from: Date;
  /** The first instant without access. */
  readonly until: Date;
  /** It was cancelled while a failed renewal was being collected: until then there was more access than `until` says. */
  readonly isCutShort: boolean;
  /** Minor units that were paid, oldest first. */
  readonly paid: readonly number[];
  readonly stripeSubscriptionId: string;
};

/** The paper's policies, written down once more, so that a change of them is noticed here. */
const SETTLEMENT = 72 * HOUR;
const DUNNING = 14 * DAY;

/** One expectation for each subscription at Stripe that was ever paid for. */
export async function expectedFrom(stripe: Stripe): Promise<Expected[]> {
  const [subscriptions, invoices, customers] = await Promise.all([
    all(stripe.subscriptions.list({ status: 'all', limit: 100 })),
    all(stripe.invoices.list({ limit: 100 })),
    all(stripe.customers.list({ limit: 100 })),
  ]);
  const readerOf = new Map(customers.map(({ id, metadata }) => [id, metadata['gatefold_reader'] ?? '']));
  const invoicesOf = Map.groupBy(invoices, ({ parent }) =>
    String(parent?.subscription_details?.subscription),
  );
  return subscriptions.flatMap((subscription) => {
    const own = (invoicesOf.get(subscription.id) ?? []).toSorted((a, b) => a.created - b.created);
    const paid = own.filter(({ status }) => status === 'paid');
    if (paid.length === 0) return [];
    const from = fromUnix(subscription.start_date);
    const through = newest(paid.map(paidThrough));
    return {
      subscriptionId: subscription.metadata['gatefold_checkout'] ?? '',
      readerId: readerOf.get(String(subscription.customer)) ?? '',
      from,
      until: untilOf(subscription, own, through),
      isCutShort: fromUnix(subscription.canceled_at ?? 0) > through,
      paid: paid.map((invoice) => invoice.amount_paid).filter((amount) => amount > 0),
      stripeSubscriptionId: subscription.id,
    };
  });
}

/** Without pauses, refunds and disputes, none of which anybody here asks for. */
function untilOf(
  { status, cancel_at_period_end: isLeaving }: Stripe.Subscription,
  invoices: readonly Stripe.Invoice[],
  through: Date,
): Date {
  const isOwing = invoices.some(({ status: is, attempt_count: tries }) => is === 'open' && tries > 0);
  if (isOwing) return isLeaving && status !== 'canceled' ? through : plus(through, DUNNING);
  return isLeaving || status === 'canceled' ? through : plus(through, SETTLEMENT);
}

/** The end of the furthest period on the invoice. */
const paidThrough = ({ lines }: Stripe.Invoice): Date =>
  newest(lines.data.map(({ period }) => fromUnix(period.end)));

const newest = (instants: readonly Date[]): Date => latest(fromUnix(0), ...instants);

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of list) found.push(item);
  return found;
}
