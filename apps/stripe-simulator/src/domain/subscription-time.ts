import { planOf, type Price } from './catalogue.ts';
import { nextBoundary } from './billing-anchor.ts';
import { hasEnded, intervalOf, periodEnd, type Subscription, type SubscriptionItem } from './subscription.ts';
import { day, hour } from './wire.ts';

/** The next period of every item, counted from the anchor. A trial is over by this. */
export function startNextPeriod(subscription: Subscription): Subscription {
  const from = periodEnd(subscription);
  const anchored = { ...subscription, billing_cycle_anchor: anchorFrom(subscription, from) };
  const items = subscription.items.data.map((item) => {
    const price = priceFrom(subscription, item, from);
    const isOver = item.current_trial !== null && item.current_trial.end_date <= from;
    return {
      ...item,
      current_period_start: from,
      current_period_end: nextBoundary(anchored, intervalOf(price), from),
      ...(isOver ? { current_trial: null, price, plan: planOf(price) } : {}),
    };
  });
  return {
    ...anchored,
    status: subscription.status === 'trialing' ? 'active' : subscription.status,
    items: { ...subscription.items, data: items },
  };
}

/** A trial offer ends with its item's new price, and periods are counted anew from there unless asked otherwise. */
const offerEndsAt = ({ items, trial_settings }: Subscription, at: number): boolean =>
  trial_settings.end_behavior.billing_cycle_anchor !== 'unchanged' &&
  items.data.some(({ current_trial }) => current_trial !== null && current_trial.end_date <= at);

const anchorFrom = (subscription: Subscription, from: number): number =>
  offerEndsAt(subscription, from) ? from : subscription.billing_cycle_anchor;

const priceFrom = ({ sim }: Subscription, item: SubscriptionItem, from: number): Price =>
  item.current_trial !== null && item.current_trial.end_date <= from
    ? (sim.afterOffer[item.id] ?? item.price)
    : item.price;

/** How long before a period ends `invoice.upcoming` is sent; a setting of the account. */
const upcomingBefore = 7 * day;
const trialWarningBefore = 3 * day;
const incompleteFor = 23 * hour;

export const trialWarningAt = ({ trial_end, status, sim }: Subscription): number | null =>
  status === 'trialing' && trial_end !== null && !sim.trialWarned ? trial_end - trialWarningBefore : null;

export function upcomingAt(subscription: Subscription): number | null {
  const ends = periodEnd(subscription);
  const isLast = subscription.cancel_at !== null && subscription.cancel_at <= ends;
  return isLast || subscription.sim.upcomingFor === ends ? null : ends - upcomingBefore;
}

/** When something next happens to this subscription without anybody asking, or null for never. */
export function subscriptionDue(subscription: Subscription): number | null {
  if (hasEnded(subscription) || subscription.status === 'paused') return null;
  if (subscription.status === 'incomplete') return subscription.created + incompleteFor;
  const instants = [
    periodEnd(subscription),
    subscription.cancel_at,
    subscription.sim.discountEnds,
    subscription.pause_collection?.resumes_at ?? null,
    subscription.pending_update?.expires_at ?? null,
    trialWarningAt(subscription),
    upcomingAt(subscription),
  ];
  return Math.min(...instants.filter((instant) => instant !== null));
}
