import type Stripe from 'stripe';

/**
 * What a webhook endpoint at Stripe has to hear for billing: something of each change. The objects are read anyway, so
 * what comes along with one of these (the payment intent of a paid invoice, its charge, its next state) tells nothing more.
 */
export const heard = [
  'charge.dispute.*',
  'charge.refunded',
  'checkout.session.*',
  'credit_note.*',
  'customer.deleted',
  'customer.subscription.*',
  'customer.updated',
  'invoice.created',
  'invoice.finalization_failed',
  'invoice.marked_uncollectible',
  'invoice.paid',
  'invoice.payment_action_required',
  'invoice.payment_failed',
  'invoice.updated',
  'invoice.voided',
  'payment_method.*',
  'payout.*',
  'radar.early_fraud_warning.*',
  'refund.*',
  'subscription_schedule.*',
] as const;

const whole = new Set<string>(heard);
const families = heard.flatMap((type) => (type.endsWith('*') ? type.slice(0, -1) : []));
/** Nothing has changed yet that a look would show. */
const FORESIGHT = 'customer.subscription.trial_will_end';

/** Whether an event may tell something that we do not know. */
export const isNews = (type: string): boolean =>
  type !== FORESIGHT && (whole.has(type) || families.some((family) => type.startsWith(family)));

type Named<Heard extends string> = Heard extends `${infer Family}*` ? `${Family}${string}` : Heard;
type HeardName = Extract<Stripe.Event['type'], Named<(typeof heard)[number]>>;

/** Stripe filters a list by names alone. One that is missing here, or too many, does not compile. */
const names: Readonly<Record<HeardName, true>> = {
  'charge.dispute.closed': true,
  'charge.dispute.created': true,
  'charge.dispute.funds_reinstated': true,
  'charge.dispute.funds_withdrawn': true,
  'charge.dispute.updated': true,
  'charge.refunded': true,
  'checkout.session.async_payment_failed': true,
  'checkout.session.async_payment_succeeded': true,
  'checkout.session.completed': true,
  'checkout.session.expired': true,
  'credit_note.created': true,
  'credit_note.updated': true,
  'credit_note.voided': true,
  'customer.deleted': true,
  'customer.subscription.created': true,
  'customer.subscription.deleted': true,
  'customer.subscription.paused': true,
  'customer.subscription.pending_update_applied': true,
  'customer.subscription.pending_update_expired': true,
  'customer.subscription.resumed': true,
  'customer.subscription.trial_will_end': true,
  'customer.subscription.updated': true,
  'customer.updated': true,
  'invoice.created': true,
  'invoice.finalization_failed': true,
  'invoice.marked_uncollectible': true,
  'invoice.paid': true,
  'invoice.payment_action_required': true,
  'invoice.payment_failed': true,
  'invoice.updated': true,
  'invoice.voided': true,
  'payment_method.attached': true,
  'payment_method.automatically_updated': true,
  'payment_method.detached': true,
  'payment_method.updated': true,
  'payout.canceled': true,
  'payout.created': true,
  'payout.failed': true,
  'payout.paid': true,
  'payout.reconciliation_completed': true,
  'payout.updated': true,
  'radar.early_fraud_warning.created': true,
  'radar.early_fraud_warning.updated': true,
  'refund.created': true,
  'refund.failed': true,
  'refund.updated': true,
  'subscription_schedule.aborted': true,
  'subscription_schedule.canceled': true,
  'subscription_schedule.completed': true,
  'subscription_schedule.created': true,
  'subscription_schedule.expiring': true,
  'subscription_schedule.released': true,
  'subscription_schedule.updated': true,
};

/** The same, name by name. */
export const heardNames = Object.keys(names) as readonly HeardName[];
