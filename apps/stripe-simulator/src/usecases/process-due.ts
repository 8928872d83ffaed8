import { stopCollecting } from '../domain/invoice-life.ts';
import type { Invoice } from '../domain/invoice.ts';
import { expire, type CheckoutSession } from '../domain/checkout.ts';
import type { StripeObject } from '../domain/objects.ts';
import {
  periodEnd,
  periodStart,
  startNextPeriod,
  trialWarningAt,
  upcomingAt,
  type Subscription,
} from '../domain/subscription.ts';
import { runningDiscounts, withDiscounts } from './discounts.ts';
import { required } from './find.ts';
import { draftFor, upcomingInvoice } from './invoices.ts';
import type { Unit } from './ports.ts';
import { finalizeInvoice, payInvoice } from './settle-invoice.ts';
import { endSubscription } from './subscription-standing.ts';
import { cardFor } from './take-payment.ts';
import { voidInvoice } from './void-invoice.ts';

/** Does the next thing that time brings to this object. Called until nothing is due any more. */
export function processDue(unit: Unit, object: StripeObject): void {
  if (object.object === 'subscription') processSubscription(unit, object);
  if (object.object === 'invoice') processInvoice(unit, object);
  if (object.object === 'checkout.session') expireSession(unit, object);
}

export const expireSession = (unit: Unit, session: CheckoutSession): CheckoutSession => {
  const expired = expire(session);
  unit.save(expired, 'checkout.session.expired');
  return expired;
};

function processInvoice(unit: Unit, invoice: Invoice): void {
  const open = invoice.status === 'draft' ? finalizeInvoice(unit, invoice) : invoice;
  payInvoice(unit, open, { method: cardFor(unit, open), automatic: true });
}

/** In this order where two fall on one instant: a discount ends before the period that it no longer lowers begins. */
function processSubscription(unit: Unit, subscription: Subscription): void {
  const isDue = (instant: number | null): boolean => instant !== null && instant <= unit.now;

  if (subscription.status === 'incomplete') return giveUpIncomplete(unit, subscription);
  if (isDue(subscription.sim.discountEnds)) return dropLapsedDiscounts(unit, subscription);
  if (isDue(trialWarningAt(subscription))) return warnOfTrialEnd(unit, subscription);
  if (isDue(upcomingAt(subscription))) return tellUpcoming(unit, subscription);
  if (isDue(subscription.cancel_at))
    return void endSubscription(unit, subscription, { reason: 'cancellation_requested' });
  renew(unit, subscription);
}

function giveUpIncomplete(unit: Unit, subscription: Subscription): void {
  for (const invoice of unit.list('invoice', { parent: subscription.id })) voidInvoice(unit, invoice);
  unit.save(
    { ...subscription, status: 'incomplete_expired', ended_at: unit.now },
    'customer.subscription.updated',
  );
}

function dropLapsedDiscounts(unit: Unit, subscription: Subscription): void {
  const running = runningDiscounts(unit, subscription.discounts, unit.now);
  const kept = new Set(running.map(({ discount }) => discount.id));
  for (const id of subscription.discounts.filter((id) => !kept.has(id)))
    unit.tell(required(unit, 'discount', [id]), 'customer.discount.deleted');
  unit.save(withDiscounts(subscription, running), 'customer.subscription.updated');
}

function warnOfTrialEnd(unit: Unit, subscription: Subscription): void {
  unit.save(
    { ...subscription, sim: { ...subscription.sim, trialWarned: true } },
    'customer.subscription.trial_will_end',
  );
}

function tellUpcoming(unit: Unit, subscription: Subscription): void {
  unit.save({ ...subscription, sim: { ...subscription.sim, upcomingFor: periodEnd(subscription) } });
  unit.tell(upcomingInvoice(unit, subscription), 'invoice.upcoming');
}

/** The next period begins: a draft for it, which can be changed for an hour before money is asked for. */
function renew(unit: Unit, subscription: Subscription): void {
  if (subscription.status === 'trialing' && !hasCard(unit, subscription)) {
    const { missing_payment_method } = subscription.trial_settings.end_behavior;
    if (missing_payment_method === 'cancel')
      return void endSubscription(unit, subscription, { reason: null });
    if (missing_payment_method === 'pause')
      return unit.save({ ...subscription, status: 'paused' }, 'customer.subscription.paused');
  }
  const next = startNextPeriod(subscription);
  const granted = runningDiscounts(unit, next.discounts, unit.now);
  const draft = draftFor(unit, {
    subscription: next,
    reason: 'subscription_cycle',
    granted,
    oneOff: [],
    period: { start: periodStart(subscription), end: periodStart(next) },
  });
  const lasting = granted.filter(({ coupon }) => coupon.duration !== 'once');
  unit.save({ ...withDiscounts(next, lasting), latest_invoice: draft.id }, 'customer.subscription.updated');
  unit.save(next.status === 'unpaid' ? stopCollecting(draft) : draft, 'invoice.created');
}

const hasCard = (unit: Unit, { default_payment_method, customer }: Subscription): boolean =>
  (default_payment_method ??
    required(unit, 'customer', [customer]).invoice_settings.default_payment_method) !== null;
