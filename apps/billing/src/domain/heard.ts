/**
 * What a webhook endpoint at Stripe has to hear for billing: something of each change. The objects are read anyway, so
 * what comes along with one of these (the payment intent of a paid invoice, its charge, its next state) tells nothing more.
 */
const heard = [
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

/** Whether it is missed when no webhook brings it. */
export const isHeard = (type: string): boolean =>
  whole.has(type) || families.some((family) => type.startsWith(family));
