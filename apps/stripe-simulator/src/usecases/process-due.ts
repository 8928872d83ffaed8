import { stopCollecting } from '../domain/invoice-life.ts';
import { subscriptionOf, type Invoice } from '../domain/invoice.ts';
import { expire } from '../domain/checkout-expiry.ts';
import type { CheckoutSession } from '../domain/checkout.ts';
import type { StripeObject } from '../domain/objects.ts';
import { periodEnd, periodStart, type Subscription } from '../domain/subscription.ts';
import { startNextPeriod, trialWarningAt, upcomingAt } from '../domain/subscription-time.ts';
import { runningFor, withAllDiscounts } from './discounts.ts';
import { required } from './find.ts';
import { draftFor } from './invoices.ts';
import { expirePending } from './pending-update.ts';
import { arrive, payOutDaily } from './payouts.ts';
import { pendingFor, putOn } from './pending-items.ts';
import type { Unit } from './ports.ts';
import { atBoundary, processSchedule } from './schedule-phases.ts';
import { settleRefund } from './refund-charge.ts';
import { finalizeInvoice, payInvoice, sendInvoice } from './settle-invoice.ts';
import { endSubscription, followInvoice } from './subscription-standing.ts';
import { finishAdvance } from './test-clocks.ts';
import { cardFor } from './take-payment.ts';
import { upcomingFor } from './upcoming.ts';
import { markInvoiceUncollectible, voidInvoice } from './void-invoice.ts';

/** Does the next thing that time brings to this object. Called until nothing is due any more. */
export function processDue(unit: Unit, object: StripeObject): void {
  if (object.object === 'subscription') processSubscription(unit, object);
  if (object.object === 'invoice') processInvoice(unit, object);
  if (object.object === 'checkout.session') expireSession(unit, object);
  if (object.object === 'subscription_schedule') processSchedule(unit, object);
  if (object.object === 'payout') arrive(unit, object);
  if (object.object === 'refund') settleRefund(unit, object);
  if (object.object === 'sim.payout_schedule') payOutDaily(unit, object);
  if (object.object === 'test_helpers.test_clock') finishAdvance(unit, object, processDue);
}

export const expireSession = (unit: Unit, session: CheckoutSession): CheckoutSession => {
  const expired = expire(session, unit);
  unit.save(expired, 'checkout.session.expired');
  return expired;
};

function processInvoice(unit: Unit, invoice: Invoice): void {
  if (invoice.status !== 'draft' && invoice.collection_method === 'send_invoice')
    return overdue(unit, invoice);
  const hold = invoice.status === 'draft' ? heldBy(unit, invoice) : null;
  if (hold === 'keep_as_draft') return unit.save(stopCollecting(invoice), 'invoice.updated');
  const open = invoice.status === 'draft' ? finalizeInvoice(unit, invoice) : invoice;
  if (hold === 'void') return void voidInvoice(unit, open);
  if (hold === 'mark_uncollectible') return void markInvoiceUncollectible(unit, open);
  if (open.collection_method === 'send_invoice') return void sendInvoice(unit, open);
  payInvoice(unit, open, { method: cardFor(unit, open), automatic: true });
}

/** What a pause of collection does to a draft whose hour has come. */
const heldBy = (unit: Unit, invoice: Invoice) =>
  unit.find('subscription', subscriptionOf(invoice) ?? '')?.pause_collection?.behavior ?? null;

function overdue(unit: Unit, invoice: Invoice): void {
  const late = { ...invoice, sim: { ...invoice.sim, isOverdue: true } };
  unit.save(late, 'invoice.overdue');
  followInvoice(unit, late);
}

/** In this order where two fall on one instant: a discount ends before the period that it no longer lowers begins. */
function processSubscription(unit: Unit, subscription: Subscription): void {
  if (subscription.status === 'incomplete') return giveUpIncomplete(unit, subscription);
  const steps = [
    [subscription.sim.discountEnds, dropLapsedDiscounts],
    [subscription.pause_collection?.resumes_at ?? null, collectAgain],
    [subscription.pending_update?.expires_at ?? null, expirePending],
    [trialWarningAt(subscription), warnOfTrialEnd],
    [upcomingAt(subscription), tellUpcoming],
    [subscription.cancel_at, endAsAsked],
  ] as const;
  const due = steps.find(([at]) => at !== null && at <= unit.now);
  (due?.[1] ?? renew)(unit, subscription);
}

const collectAgain = (unit: Unit, subscription: Subscription): void =>
  unit.save({ ...subscription, pause_collection: null }, 'customer.subscription.updated');

const endAsAsked = (unit: Unit, subscription: Subscription): void =>
  void endSubscription(unit, subscription, { reason: 'cancellation_requested' });

function giveUpIncomplete(unit: Unit, subscription: Subscription): void {
  for (const invoice of unit.list('invoice', { parent: subscription.id })) voidInvoice(unit, invoice);
  unit.save(
    { ...subscription, status: 'incomplete_expired', ended_at: unit.now },
    'customer.subscription.updated',
  );
}

function dropLapsedDiscounts(unit: Unit, subscription: Subscription): void {
  const running = runningFor(unit, subscription, unit.now);
  const kept = new Set(running.map(({ discount }) => discount.id));
  const all = [...subscription.items.data.flatMap(({ discounts }) => discounts), ...subscription.discounts];
  for (const id of all.filter((id) => !kept.has(id)))
    unit.tell(required(unit, 'discount', [id]), 'customer.discount.deleted');
  unit.save(withAllDiscounts(subscription, running), 'customer.subscription.updated');
}

function warnOfTrialEnd(unit: Unit, subscription: Subscription): void {
  unit.save(
    { ...subscription, sim: { ...subscription.sim, trialWarned: true } },
    'customer.subscription.trial_will_end',
  );
}

function tellUpcoming(unit: Unit, subscription: Subscription): void {
  unit.save({ ...subscription, sim: { ...subscription.sim, upcomingFor: periodEnd(subscription) } });
  const upcoming = upcomingFor(unit, subscription);
  if (upcoming !== null) unit.tell(upcoming, 'invoice.upcoming');
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
  const scheduled = atBoundary(unit, subscription);
  if (scheduled === null) return;
  const next = startNextPeriod(scheduled);
  const granted = runningFor(unit, next, unit.now);
  const waiting = pendingFor(unit, next);
  const draft = draftFor(unit, {
    subscription: next,
    reason: 'subscription_cycle',
    granted,
    oneOff: waiting,
    period: { start: periodStart(subscription), end: periodStart(next) },
  });
  putOn(unit, draft.id, waiting);
  const lasting = granted.filter(({ coupon }) => coupon.duration !== 'once');
  unit.save(
    { ...withAllDiscounts(next, lasting), latest_invoice: draft.id },
    'customer.subscription.updated',
  );
  unit.save(next.status === 'unpaid' ? stopCollecting(draft) : draft, 'invoice.created');
}

const hasCard = (unit: Unit, { default_payment_method, customer }: Subscription): boolean =>
  (default_payment_method ??
    required(unit, 'customer', [customer]).invoice_settings.default_payment_method) !== null;
