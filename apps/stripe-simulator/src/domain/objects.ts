import type { Price, Product } from './catalogue.ts';
import { sessionDue, type CheckoutSession } from './checkout.ts';
import type { Coupon, Discount } from './coupon.ts';
import type { Customer, PaymentMethod } from './customer.ts';
import type { Dispute } from './dispute.ts';
import type { StripeEvent } from './event.ts';
import { invoiceDue, subscriptionOf, type Invoice } from './invoice.ts';
import type { InvoiceItem } from './invoice-line.ts';
import type { BalanceTransaction, Charge, InvoicePayment, PaymentIntent } from './payment.ts';
import type { Refund } from './refund.ts';
import type { SetupIntent } from './setup-intent.ts';
import { subscriptionDue, type Subscription } from './subscription.ts';
import type { WebhookEndpoint } from './webhook.ts';

/** Every object that the simulator keeps. */
export type StripeObject =
  | BalanceTransaction
  | Charge
  | CheckoutSession
  | Coupon
  | Customer
  | Discount
  | Dispute
  | Invoice
  | InvoiceItem
  | InvoicePayment
  | PaymentIntent
  | PaymentMethod
  | Price
  | Product
  | Refund
  | SetupIntent
  | StripeEvent
  | Subscription
  | WebhookEndpoint;

export type Kind = StripeObject['object'];
export type Of<K extends Kind> = Extract<StripeObject, { readonly object: K }>;

/** When something next happens to an object without anybody asking, or null. */
export function dueOf(object: StripeObject): number | null {
  if (object.object === 'subscription') return subscriptionDue(object);
  if (object.object === 'invoice') return invoiceDue(object);
  if (object.object === 'checkout.session') return sessionDue(object);
  return null;
}

/** Under which attribute an object names the one that it belongs under. */
const belongsUnder: Partial<Record<Kind, string>> = {
  balance_transaction: 'source',
  charge: 'payment_intent',
  'checkout.session': 'subscription',
  discount: 'subscription',
  dispute: 'charge',
  invoice_payment: 'invoice',
  invoiceitem: 'invoice',
  price: 'product',
  refund: 'charge',
};

/** The object that this one belongs under, by which it is looked up: the subscription of an invoice, the charge of a refund. */
export function parentOf(object: StripeObject): string | null {
  if (object.object === 'invoice') return subscriptionOf(object);
  const attribute = belongsUnder[object.object];
  const parent = attribute === undefined ? null : (object as Readonly<Record<string, unknown>>)[attribute];
  return typeof parent === 'string' ? parent : null;
}

/** The one word by which lists of this kind are filtered most: the status, or what it is about. */
export function tagOf(object: StripeObject): string | null {
  if (object.object === 'event' || object.object === 'balance_transaction') return object.type;
  return 'status' in object ? object.status : null;
}
