import { hasEnded, periodEnd, type PendingUpdate, type Subscription } from './subscription.ts';
import { hour } from './wire.ts';

/** What may change by an update that waits for its payment. */
const changing = [
  'billing_cycle_anchor',
  'cancel_at',
  'cancel_at_period_end',
  'canceled_at',
  'cancellation_details',
  'discounts',
  'items',
  'metadata',
  'trial_end',
] as const;

const WAITS_FOR = 23 * hour;

/** The subscription as it was, with what it becomes when `invoice` is paid: within 23 hours and before its period ends. */
export function awaiting(
  before: Subscription,
  wanted: Subscription,
  { invoice, now }: { readonly invoice: string; readonly now: number },
): Subscription {
  const changed = changing.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(wanted[key]));
  const shows = <T>(key: (typeof changing)[number], value: T): T | null =>
    changed.includes(key) ? value : null;
  const pending_update: PendingUpdate = {
    billing_cycle_anchor: shows('billing_cycle_anchor', wanted.billing_cycle_anchor),
    cancel_at_period_end: shows('cancel_at_period_end', wanted.cancel_at_period_end),
    discount: null,
    discounts: shows('discounts', wanted.discounts),
    expires_at: Math.min(now + WAITS_FOR, periodEnd(before)),
    metadata: shows('metadata', wanted.metadata),
    subscription_items: shows('items', wanted.items.data),
    trial_end: shows('trial_end', wanted.trial_end),
    trial_from_plan: null,
  };
  const change = {
    ...Object.fromEntries(changed.map((key) => [key, wanted[key]])),
    ...(before.status === 'trialing' && wanted.status !== 'trialing' ? { status: 'active' } : {}),
  };
  return {
    ...before,
    latest_invoice: invoice,
    pending_update,
    sim: { ...before.sim, awaits: { invoice, change } },
  };
}

/** Paid: what was wanted. */
export const awaited = (subscription: Subscription): Subscription => ({
  ...withoutPending(subscription),
  ...(subscription.sim.awaits?.change as Partial<Subscription> | undefined),
});

/** Never paid, or asked for anew: as it is. */
export const withoutPending = (subscription: Subscription): Subscription => ({
  ...subscription,
  pending_update: null,
  sim: { ...subscription.sim, awaits: null },
});

/** Whether this invoice decides about a change that waits. */
export const awaits = (subscription: Subscription, invoice: string): boolean =>
  !hasEnded(subscription) && subscription.sim.awaits?.invoice === invoice;
