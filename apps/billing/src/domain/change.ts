import type { Money } from '@gatefold/kernel';
import type { Charge, EndReason, Refund } from './subscription.ts';

/** What a refund is taken from, in minor units: what was owed already, its share of the tax, what is not earned yet, and only then revenue. */
export type TakenFrom = {
  readonly owed: bigint;
  readonly tax: bigint;
  readonly deferred: bigint;
  readonly earned: bigint;
};

/** What happened to one charge. Carries the charge as it is afterwards. */
export type ChargeChange =
  | { readonly type: 'charge-opened'; readonly charge: Charge }
  /** Its invoice had been given up, and is paid after all. */
  | { readonly type: 'charge-reopened'; readonly charge: Charge }
  | { readonly type: 'charge-paid'; readonly charge: Charge; readonly hadFailed: boolean }
  | { readonly type: 'attempt-failed'; readonly charge: Charge }
  | { readonly type: 'charge-voided'; readonly charge: Charge }
  | {
      readonly type: 'charge-refunded';
      readonly charge: Charge;
      readonly refund: Refund;
      readonly from: TakenFrom;
    }
  | {
      readonly type: 'refund-failed';
      readonly charge: Charge;
      readonly refund: Refund;
      /** Null for one that was told of before it failed. */
      readonly from: TakenFrom | null;
    }
  | {
      readonly type: 'charge-disputed' | 'dispute-closed';
      readonly charge: Charge;
      readonly dispute: { readonly id: string; readonly amount: Money; readonly reason: string };
    }
  /** Part of a payment came from the reader's credit, in minor units. */
  | { readonly type: 'credit-used'; readonly charge: Charge; readonly amount: bigint }
  /** Part of a payment, or all of it, came by another way than Stripe, as staff say there; in minor units. */
  | { readonly type: 'paid-outside'; readonly charge: Charge; readonly amount: bigint }
  | { readonly type: 'revenue-earned'; readonly charge: Charge; readonly amount: bigint }
  /** What was paid for long before begins: its period is known from now on. */
  | { readonly type: 'charge-begun'; readonly charge: Charge };

type GiftChange =
  | 'gift-bought'
  | 'gift-sent'
  | 'gift-taken'
  | 'gift-begun'
  | 'gift-waiting'
  | 'gift-ending'
  | 'gift-used';

/** What happened to the subscription as a whole. */
export type LifeChange =
  | { readonly type: 'started' }
  /** It was paid for elsewhere before; from now on it is ours. */
  | { readonly type: 'imported' }
  | { readonly type: 'trial-started' }
  | { readonly type: 'converted' }
  | { readonly type: 'renewed' }
  | { readonly type: 'stepped-up' }
  | { readonly type: 'payment-failed' }
  | { readonly type: 'recovered' }
  | { readonly type: 'cancellation-scheduled'; readonly certificateNumber: string }
  | { readonly type: 'cancellation-revoked'; readonly certificateNumber: string | null }
  | { readonly type: 'plan-changed' }
  | { readonly type: 'withdrawn'; readonly certificateNumber: string }
  | { readonly type: 'price-announced' }
  | { readonly type: 'paused' }
  | { readonly type: 'resumed' }
  | { readonly type: 'ended'; readonly reason: EndReason }
  | { readonly type: 'transferred'; readonly fromReaderId: string }
  | { readonly type: GiftChange }
  /** Nothing with a name of its own; says again, or first, what is true. */
  | { readonly type: 'announced' };

export type Change = ChargeChange | LifeChange;

const chargeChanges: Readonly<Record<ChargeChange['type'], true>> = {
  'charge-opened': true,
  'charge-reopened': true,
  'charge-paid': true,
  'attempt-failed': true,
  'charge-voided': true,
  'charge-refunded': true,
  'refund-failed': true,
  'charge-disputed': true,
  'dispute-closed': true,
  'credit-used': true,
  'paid-outside': true,
  'revenue-earned': true,
  'charge-begun': true,
};

export const isAboutCharge = (change: Change): change is ChargeChange => change.type in chargeChanges;

/** Something that Stripe must be told. `key` names it once and for all: a second want of the same is the same. */
export type WantedCall = { readonly key: string } & (
  | { readonly kind: 'hold-invoice'; readonly invoiceId: string }
  | { readonly kind: 'void-invoice'; readonly invoiceId: string }
  | { readonly kind: 'pay-invoice'; readonly invoiceId: string }
  | { readonly kind: 'hold-renewals'; readonly stripeSubscriptionId: string }
  | {
      readonly kind: 'release-renewals';
      readonly stripeSubscriptionId: string;
      /** Drafts that were kept back, each as the path promises it. */
      readonly invoiceIds: readonly string[];
    }
  | { readonly kind: 'cancel-now'; readonly stripeSubscriptionId: string }
  | {
      readonly kind: 'cancel-at-period-end';
      readonly stripeSubscriptionId: string;
      readonly reason: string | null;
    }
  | { readonly kind: 'cancel-at'; readonly stripeSubscriptionId: string; readonly at: string }
  | {
      readonly kind: 'steer';
      readonly stripeSubscriptionId: string;
      /** Stripe's lookup key of the list price. */
      readonly price: string;
      /** Comes off that price until told otherwise. */
      readonly reduction: Money;
      /** When the next charge is; null for now. */
      readonly nextChargeAt: string | null;
      /** How many seats are sold, where seats are. */
      readonly quantity?: number;
    }
  | {
      readonly kind: 'credit-customer';
      readonly stripeCustomerId: string;
      readonly amount: Money;
      readonly reason: string;
    }
  | { readonly kind: 'set-reduction'; readonly stripeSubscriptionId: string; readonly reduction: Money }
  | {
      readonly kind: 'undo-cancel';
      readonly stripeSubscriptionId: string;
      readonly field: 'cancel_at_period_end' | 'cancel_at';
    }
  | {
      readonly kind: 'set-card';
      readonly stripeSubscriptionId: string;
      readonly stripeCustomerId: string;
      readonly paymentMethodId: string;
    }
  | {
      readonly kind: 'refund';
      readonly refundId: string;
      readonly stripeChargeId: string;
      readonly amount: Money;
      readonly reason: RefundReason;
    }
);

export const refundReasons = ['requested_by_customer', 'duplicate', 'fraudulent', 'goodwill'] as const;
export type RefundReason = (typeof refundReasons)[number];

/** Something that a person must look at. One case per kind and subject. */
export type WantedCase = {
  readonly kind:
    | 'draft-differs'
    | 'unplanned-invoice'
    | 'amount-differs'
    | 'second-invoice-for-period'
    | 'refund-failed'
    | 'dispute-opened'
    | 'call-refused'
    | 'unknown-balance-transaction'
    | 'foreign-balance-transaction'
    | 'webhook-endpoint-off'
    | 'intro-repeated'
    | 'paid-elsewhere'
    | 'outside-to-return'
    | 'collection-paused';
  readonly subject: string;
  readonly facts: Readonly<Record<string, string | null>>;
};
