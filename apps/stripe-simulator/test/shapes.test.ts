import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import type { Price, Product } from '../src/domain/catalogue.ts';
import type { CheckoutSession } from '../src/domain/checkout.ts';
import type { Coupon, Discount } from '../src/domain/coupon.ts';
import type { Customer, PaymentMethod } from '../src/domain/customer.ts';
import type { Dispute } from '../src/domain/dispute.ts';
import type { Invoice } from '../src/domain/invoice.ts';
import type { InvoiceItem, InvoiceLine } from '../src/domain/invoice-line.ts';
import type { BalanceTransaction, Charge, InvoicePayment, PaymentIntent } from '../src/domain/payment.ts';
import type { SetupIntent } from '../src/domain/setup-intent.ts';
import type { Refund } from '../src/domain/refund.ts';
import type { Subscription, SubscriptionItem } from '../src/domain/subscription.ts';
import type { WebhookEndpoint } from '../src/domain/webhook.ts';

/** A type of the SDK as it is on the wire: decimals as text, lists that nobody changes, an expandable object as its id. */
type OnWire<T> = T extends Stripe.Decimal
  ? string
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly OnWire<Item>[]
      : { readonly [K in keyof T]: Collapsed<T[K]> };
type Collapsed<T> = string extends T ? Exclude<T, object> : OnWire<T>;

type Fits<Ours, Sdk> = Ours extends OnWire<Sdk> ? true : false;

const shapes = {
  balanceTransaction: true satisfies Fits<BalanceTransaction, Stripe.BalanceTransaction>,
  charge: true satisfies Fits<Charge, Stripe.Charge>,
  coupon: true satisfies Fits<Coupon, Stripe.Coupon>,
  customer: true satisfies Fits<Customer, Stripe.Customer>,
  discount: true satisfies Fits<Discount, Stripe.Discount>,
  dispute: true satisfies Fits<Dispute, Stripe.Dispute>,
  invoice: true satisfies Fits<Invoice, Stripe.Invoice>,
  invoiceItem: true satisfies Fits<InvoiceItem, Stripe.InvoiceItem>,
  invoiceLine: true satisfies Fits<InvoiceLine, Stripe.InvoiceLineItem>,
  invoicePayment: true satisfies Fits<InvoicePayment, Stripe.InvoicePayment>,
  paymentIntent: true satisfies Fits<PaymentIntent, Stripe.PaymentIntent>,
  paymentMethod: true satisfies Fits<PaymentMethod, Stripe.PaymentMethod>,
  price: true satisfies Fits<Price, Stripe.Price>,
  product: true satisfies Fits<Product, Stripe.Product>,
  refund: true satisfies Fits<Refund, Stripe.Refund>,
  session: true satisfies Fits<CheckoutSession, Stripe.Checkout.Session>,
  setupIntent: true satisfies Fits<SetupIntent, Stripe.SetupIntent>,
  subscription: true satisfies Fits<Subscription, Stripe.Subscription>,
  subscriptionItem: true satisfies Fits<SubscriptionItem, Stripe.SubscriptionItem>,
  webhookEndpoint: true satisfies Fits<WebhookEndpoint, Stripe.WebhookEndpoint>,
};

/** The compiler is the test: a key that the SDK promises and we lack does not compile above. */
test('every object fits what the SDK declares', () => {
  expect(Object.values(shapes).every(Boolean)).toBe(true);
});
