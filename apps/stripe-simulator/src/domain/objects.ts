import type { Price, Product } from './catalogue.ts';
import { sessionDue, type CheckoutSession } from './checkout.ts';
import type { Coupon, Discount } from './coupon.ts';
import type { Customer } from './customer.ts';
import type { PaymentMethod } from './payment-method.ts';
import type { Dispute } from './dispute.ts';
import type { StripeEvent } from './event.ts';
import { invoiceDue, subscriptionOf, type Invoice } from './invoice.ts';
import type { InvoiceItem } from './invoice-line.ts';
import type { Charge, InvoicePayment, PaymentIntent } from './payment.ts';
import type { BalanceTransaction } from './balance-transaction.ts';
import type { PromotionCode } from './promotion-code.ts';
import { refundDue, type Refund } from './refund.ts';
import type { SetupIntent } from './setup-intent.ts';
import type { Subscription } from './subscription.ts';
import { subscriptionDue } from './subscription-time.ts';
import type { CreditNote } from './credit-note.ts';
import type { Feature, ProductFeature } from './entitlement.ts';
import { payoutDue, type Payout } from './payout.ts';
import type { PayoutSchedule } from './payout-schedule.ts';
import type { PortalConfiguration, PortalSession } from './portal.ts';
import type { SubscriptionItem } from './subscription.ts';
import type { TaxId } from './tax-id.ts';
import type { BalanceMovement } from './customer-balance.ts';
import { scheduleDue, type Schedule } from './schedule.ts';
import type { TrialOffer } from './trial-offer.ts';
import type { TaxRate } from './tax.ts';
import { clockDue, type TestClock } from './test-clock.ts';
import type { WebhookEndpoint } from './webhook.ts';

/** Every object that the simulator keeps. */
export type StripeObject =
  | BalanceMovement
  | BalanceTransaction
  | Charge
  | CheckoutSession
  | Coupon
  | CreditNote
  | Customer
  | Discount
  | Dispute
  | Feature
  | Invoice
  | InvoiceItem
  | InvoicePayment
  | PaymentIntent
  | PaymentMethod
  | Payout
  | PayoutSchedule
  | PortalConfiguration
  | PortalSession
  | Price
  | Product
  | ProductFeature
  | PromotionCode
  | Refund
  | Schedule
  | SetupIntent
  | StripeEvent
  | Subscription
  | SubscriptionItem
  | TaxId
  | TaxRate
  | TestClock
  | TrialOffer
  | WebhookEndpoint;

export type Kind = StripeObject['object'];
export type Of<K extends Kind> = Extract<StripeObject, { readonly object: K }>;

/** When something next happens to an object without anybody asking, or null. */
export function dueOf(object: StripeObject): number | null {
  if (object.object === 'subscription') return subscriptionDue(object);
  if (object.object === 'invoice') return invoiceDue(object);
  if (object.object === 'checkout.session') return sessionDue(object);
  if (object.object === 'subscription_schedule') return scheduleDue(object);
  if (object.object === 'payout') return payoutDue(object);
  if (object.object === 'refund') return refundDue(object);
  if (object.object === 'sim.payout_schedule') return object.next;
  return object.object === 'test_helpers.test_clock' ? clockDue(object) : null;
}

/** Under which attribute an object names the one that it belongs under. */
const belongsUnder: Partial<Record<Kind, string>> = {
  balance_transaction: 'source',
  charge: 'payment_intent',
  'checkout.session': 'subscription',
  discount: 'subscription',
  dispute: 'charge',
  invoice_payment: 'invoice',
  price: 'product',
  credit_note: 'invoice',
  refund: 'charge',
  subscription_item: 'subscription',
};

/** What invoice items that wait for an invoice belong under. */
export const waitingOf = (customer: string): string => `waiting:${customer}`;

/** The object that this one belongs under, by which it is looked up: the subscription of an invoice, the charge of a refund. */
export function parentOf(object: StripeObject): string | null {
  if (object.object === 'invoice') return subscriptionOf(object);
  if (object.object === 'product_feature') return object.sim.product;
  if (object.object === 'invoiceitem') return object.invoice ?? waitingOf(object.customer);
  const attribute = belongsUnder[object.object];
  const parent = attribute === undefined ? null : (object as Readonly<Record<string, unknown>>)[attribute];
  return typeof parent === 'string' ? parent : null;
}

/** The one word by which lists of this kind are filtered most: the status, or what it is about. */
export function tagOf(object: StripeObject): string | null {
  if (object.object === 'event' || object.object === 'balance_transaction') return object.type;
  if (object.object === 'entitlements.feature') return object.lookup_key;
  if (object.object === 'promotion_code') return object.code.toUpperCase();
  return 'status' in object ? object.status : null;
}
