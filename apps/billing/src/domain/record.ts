import type { Money } from '@gatefold/kernel';
import { movedBy } from './announce.ts';
import { isAboutCharge, type Change, type ChargeChange } from './change.ts';
import type { Subscription } from './subscription.ts';

/** One line of the list that finance reads. */
export type BillingEvent = {
  readonly type: string;
  readonly amount: Money | null;
  readonly summary: string;
  readonly chargeId: string | null;
  /** Stripe's ids that this rests on, most telling first. */
  readonly stripeIds: readonly string[];
};

const chargeTypes = {
  'charge-opened': 'invoice.opened',
  'charge-reopened': 'invoice.reopened',
  'charge-paid': 'payment.paid',
  'attempt-failed': 'payment.failed',
  'charge-voided': 'invoice.voided',
  'charge-refunded': 'payment.refunded',
  'refund-failed': 'payment.refund-failed',
  'charge-disputed': 'payment.disputed',
  'dispute-closed': 'payment.dispute-closed',
  'credit-used': 'credit.used',
  'paid-outside': 'payment.outside',
  'revenue-earned': 'revenue.earned',
  'charge-begun': 'revenue.begun',
} as const satisfies Record<ChargeChange['type'], string>;

const summaries: Readonly<Record<string, string>> = {
  'invoice.opened': 'An invoice was issued',
  'invoice.reopened': 'An invoice that had been given up is claimed again',
  'payment.paid': 'A payment arrived',
  'payment.failed': 'A payment was refused by the bank',
  'invoice.voided': 'An invoice was voided',
  'payment.refunded': 'Money was given back',
  'payment.refund-failed': 'A refund did not reach the reader',
  'payment.disputed': 'A payment is disputed',
  'payment.dispute-closed': 'A dispute was closed',
  'credit.used': 'A payment came from what the reader had to their credit',
  'payment.outside': 'A payment came by another way than Stripe, as staff say there',
  'revenue.earned': 'A period was earned',
  'revenue.begun': 'What was paid for before has begun',
  'subscription.started': 'The subscription began',
  'subscription.imported': 'The subscription was taken over from elsewhere',
  'subscription.trial-started': 'The introduction began',
  'subscription.converted': 'The introduction was continued at the price of the first year',
  'subscription.renewed': 'The subscription was renewed',
  'subscription.stepped-up': 'The list price began',
  'subscription.payment-failed': 'A failed charge is being collected',
  'subscription.recovered': 'A failed charge was paid after all',
  'subscription.cancellation-scheduled': 'The reader cancelled',
  'subscription.cancellation-revoked': 'The cancellation was taken back',
  'subscription.plan-changed': 'The plan was changed',
  'subscription.withdrawn': 'The reader withdrew from the contract',
  'subscription.price-announced': 'A new list price was announced to the reader',
  'subscription.paused': 'The reader paused',
  'subscription.resumed': 'The subscription goes on after a pause',
  'subscription.ended': 'The subscription ended',
  'subscription.transferred': 'The subscription was handed to another account of the reader',
  'subscription.announced': 'The present state was said again',
  'gift.bought': 'A gift was paid for',
  'gift.sent': 'A gift was mailed to whom it is for',
  'gift.taken': 'A gift was taken',
  'gift.begun': 'Reading by a gift began',
  'gift.waiting': 'Nobody has taken the gift yet',
  'gift.ending': 'A gift ends soon',
  'gift.used': 'A gift is used up',
};

/** What goes on record for each change, with words that finance understands. */
export const billingEventsOf = (changes: readonly Change[], subscription: Subscription): BillingEvent[] =>
  changes.map((change) => (isAboutCharge(change) ? chargeEvent(change) : lifeEvent(change, subscription)));

function chargeEvent(change: ChargeChange): BillingEvent {
  const { charge } = change;
  const type = chargeTypes[change.type];
  const { amount } = movedBy(change);
  const own = 'refund' in change ? change.refund.stripeRefundId : null;
  return {
    type,
    amount,
    summary: `${summaries[type]} (${charge.phase})`,
    chargeId: charge.id,
    stripeIds: [own, charge.stripeChargeId, charge.stripeInvoiceId].filter((id) => id !== null),
  };
}

function lifeEvent(change: Exclude<Change, ChargeChange>, subscription: Subscription): BillingEvent {
  const type = change.type.startsWith('gift-')
    ? change.type.replace('-', '.')
    : `subscription.${change.type}`;
  const because = change.type === 'ended' ? `: ${change.reason}` : '';
  return {
    type,
    amount: null,
    summary: `${summaries[type]}${because}`,
    chargeId: null,
    stripeIds: [subscription.stripeSubscriptionId, subscription.stripeInvoiceId].filter((id) => id !== null),
  };
}
