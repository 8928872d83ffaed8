import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import type { Price, Product } from '../src/domain/catalogue.ts';
import type { CheckoutSession } from '../src/domain/checkout.ts';
import type { Coupon, Discount } from '../src/domain/coupon.ts';
import type { Customer } from '../src/domain/customer.ts';
import type { PaymentMethod } from '../src/domain/payment-method.ts';
import type { Dispute } from '../src/domain/dispute.ts';
import type { Invoice } from '../src/domain/invoice.ts';
import type { InvoiceItem, InvoiceLine } from '../src/domain/invoice-line.ts';
import type { Charge, InvoicePayment, PaymentIntent } from '../src/domain/payment.ts';
import type { BalanceTransaction } from '../src/domain/balance-transaction.ts';
import type { SetupIntent } from '../src/domain/setup-intent.ts';
import type { Refund } from '../src/domain/refund.ts';
import type { Subscription, SubscriptionItem } from '../src/domain/subscription.ts';
import type { CreditNote } from '../src/domain/credit-note.ts';
import type { BalanceMovement } from '../src/domain/customer-balance.ts';
import type { activeEntitlement, Feature, ProductFeature } from '../src/domain/entitlement.ts';
import type { Payout } from '../src/domain/payout.ts';
import type { PortalConfiguration, PortalSession } from '../src/domain/portal.ts';
import type { PromotionCode } from '../src/domain/promotion-code.ts';
import type { Schedule } from '../src/domain/schedule.ts';
import type { TaxId } from '../src/domain/tax-id.ts';
import type { TaxRate } from '../src/domain/tax.ts';
import type { TestClock } from '../src/domain/test-clock.ts';
import type { TrialOffer } from '../src/domain/trial-offer.ts';
import type { WebhookEndpoint } from '../src/domain/webhook.ts';

/** A type of the SDK as it is on the wire: decimals as text, lists that nobody changes, an expandable object as its id. */
type OnWire<T> = T extends Stripe.Decimal
  ? string
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly OnWire<Item>[]
      : { readonly [K in keyof T]: Collapsed<T[K]> };
/** An object without any key, such as a flow that needs no more words, is not an id. */
type Collapsed<T> = [keyof NonNullable<T>] extends [never]
  ? T
  : string extends T
    ? Exclude<T, object>
    : OnWire<T>;

type ActiveEntitlement = ReturnType<typeof activeEntitlement>;

type Fits<Ours, Sdk> = Ours extends OnWire<Sdk> ? true : false;

const shapes = {
  activeEntitlement: true satisfies Fits<ActiveEntitlement, Stripe.Entitlements.ActiveEntitlement>,
  balanceTransaction: true satisfies Fits<BalanceTransaction, Stripe.BalanceTransaction>,
  charge: true satisfies Fits<Charge, Stripe.Charge>,
  coupon: true satisfies Fits<Coupon, Stripe.Coupon>,
  creditNote: true satisfies Fits<CreditNote, Stripe.CreditNote>,
  customerBalanceTransaction: true satisfies Fits<BalanceMovement, Stripe.CustomerBalanceTransaction>,
  customer: true satisfies Fits<Customer, Stripe.Customer>,
  discount: true satisfies Fits<Discount, Stripe.Discount>,
  dispute: true satisfies Fits<Dispute, Stripe.Dispute>,
  feature: true satisfies Fits<Feature, Stripe.Entitlements.Feature>,
  invoice: true satisfies Fits<Invoice, Stripe.Invoice>,
  invoiceItem: true satisfies Fits<InvoiceItem, Stripe.InvoiceItem>,
  invoiceLine: true satisfies Fits<InvoiceLine, Stripe.InvoiceLineItem>,
  invoicePayment: true satisfies Fits<InvoicePayment, Stripe.InvoicePayment>,
  paymentIntent: true satisfies Fits<PaymentIntent, Stripe.PaymentIntent>,
  paymentMethod: true satisfies Fits<PaymentMethod, Stripe.PaymentMethod>,
  payout: true satisfies Fits<Payout, Stripe.Payout>,
  portalConfiguration: true satisfies Fits<PortalConfiguration, Stripe.BillingPortal.Configuration>,
  portalSession: true satisfies Fits<PortalSession, Stripe.BillingPortal.Session>,
  price: true satisfies Fits<Price, Stripe.Price>,
  product: true satisfies Fits<Product, Stripe.Product>,
  productFeature: true satisfies Fits<ProductFeature, Stripe.ProductFeature>,
  promotionCode: true satisfies Fits<PromotionCode, Stripe.PromotionCode>,
  refund: true satisfies Fits<Refund, Stripe.Refund>,
  schedule: true satisfies Fits<Schedule, Stripe.SubscriptionSchedule>,
  session: true satisfies Fits<CheckoutSession, Stripe.Checkout.Session>,
  setupIntent: true satisfies Fits<SetupIntent, Stripe.SetupIntent>,
  subscription: true satisfies Fits<Subscription, Stripe.Subscription>,
  subscriptionItem: true satisfies Fits<SubscriptionItem, Stripe.SubscriptionItem>,
  taxId: true satisfies Fits<TaxId, Stripe.TaxId>,
  taxRate: true satisfies Fits<TaxRate, Stripe.TaxRate>,
  testClock: true satisfies Fits<TestClock, Stripe.TestHelpers.TestClock>,
  trialOffer: true satisfies Fits<TrialOffer, Stripe.ProductCatalog.TrialOffer>,
  webhookEndpoint: true satisfies Fits<WebhookEndpoint, Stripe.WebhookEndpoint>,
};

/** The compiler is the test: a key that the SDK promises and we lack does not compile above. */
test('every object fits what the SDK declares', () => {
  expect(Object.values(shapes).every(Boolean)).toBe(true);
});
