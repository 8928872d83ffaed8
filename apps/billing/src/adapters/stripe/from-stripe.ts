import { fromUnix, money, type Money } from '@gatefold/kernel';
import type Stripe from 'stripe';
import type { BalanceTransaction } from '../../domain/cash.ts';
import type { SeenCustomer } from '../../usecases/stripe-ports.ts';
import {
  stripeStatuses,
  type Card,
  type SeenDispute,
  type SeenInvoice,
  type SeenPayment,
  type SeenRefund,
  type SeenSubscription,
  type StripeStatus,
} from '../../domain/seen.ts';

/** Under which names our own ids travel in Stripe's metadata. */
export const CHECKOUT_ID = 'gatefold_checkout';
export const REFUND_ID = 'gatefold_refund';
export const GIFT_ID = 'gatefold_gift';

type Reference = string | { id: string } | null | undefined;

const idOf = (reference: Reference): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null);

const instantOf = (seconds: number | null | undefined): Date | null =>
  seconds === null || seconds === undefined ? null : fromUnix(seconds);

export type Read = {
  readonly subscriptions: readonly Stripe.Subscription[];
  readonly invoices: readonly Stripe.Invoice[];
  readonly charges: readonly Stripe.Charge[];
  readonly disputes: readonly Stripe.Dispute[];
};

/** What was read of one customer as billing sees it, subscriptions and invoices oldest first. */
export function fromStripe({ subscriptions, invoices, charges, disputes }: Read): Omit<SeenCustomer, 'at'> {
  const payments = new Map<string, SeenPayment>();
  const gifts = new Map<string, SeenPayment>();
  const hopeless = hopelessIntents(charges);
  for (const charge of charges) {
    const intent = idOf(charge.payment_intent);
    const gift = charge.metadata[GIFT_ID];
    if (!charge.paid) continue;
    if (intent !== null) payments.set(intent, paymentFrom(charge, disputes));
    if (gift !== undefined) gifts.set(gift, paymentFrom(charge, disputes));
  }
  const seen = invoices.filter(isOverSomething).map((invoice) => ({
    of: subscriptionOf(invoice),
    invoice: { ...invoiceFrom(invoice, payments), isHopeless: isHopeless(invoice, hopeless) },
  }));
  const shown = subscriptions
    .map((subscription) =>
      subscriptionFrom(
        subscription,
        seen.filter(({ of }) => of === subscription.id).map(({ invoice }) => invoice),
      ),
    )
    .toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime() || (a.id < b.id ? -1 : 1));
  return { subscriptions: shown, gifts };
}

/** Those whose newest try was refused for good: by the bank's own word, or with a code that stands for it. */
function hopelessIntents(charges: readonly Stripe.Charge[]): ReadonlySet<string> {
  const newest = new Map<string, Stripe.Charge>();
  for (const charge of charges.toSorted((a, b) => a.created - b.created))
    newest.set(idOf(charge.payment_intent) ?? '', charge);
  return new Set([...newest].filter(([, charge]) => isRefusedForGood(charge)).map(([intent]) => intent));
}

/** Stripe's list of what is never worth another try. */
const forGood = new Set(['lost_card', 'stolen_card', 'pickup_card', 'restricted_card', 'invalid_account']);

const isRefusedForGood = ({ paid, outcome }: Stripe.Charge): boolean =>
  !paid && (outcome?.advice_code === 'do_not_try_again' || forGood.has(outcome?.reason ?? ''));

const isHopeless = ({ payments }: Stripe.Invoice, hopeless: ReadonlySet<string>): boolean =>
  (payments?.data ?? []).some(({ payment }) => hopeless.has(idOf(payment.payment_intent) ?? ''));

/** Where a subscription is changed Stripe writes an invoice over nothing: no charge of anybody's path. */
const isOverSomething = ({ billing_reason, total }: Stripe.Invoice): boolean =>
  billing_reason !== 'subscription_update' || total !== 0;

const subscriptionOf = ({ parent }: Stripe.Invoice): string | null =>
  idOf(parent?.subscription_details?.subscription);

function subscriptionFrom(subscription: Stripe.Subscription, invoices: SeenInvoice[]): SeenSubscription {
  const card = cardFrom(subscription.default_payment_method);
  return {
    id: subscription.id,
    customerId: idOf(subscription.customer) ?? '',
    checkoutId: subscription.metadata[CHECKOUT_ID] ?? null,
    status: statusFrom(subscription.status),
    cancelAtPeriodEnd: subscription.cancel_at_period_end,
    cancelAt: instantOf(subscription.cancel_at),
    endedAt: instantOf(subscription.ended_at),
    cancellationReason: subscription.cancellation_details?.reason ?? null,
    startedAt: fromUnix(subscription.start_date),
    trialEnd: instantOf(subscription.trial_end),
    isCollectionPaused: subscription.pause_collection !== null,
    periodStart: instantOf(subscription.items.data[0]?.current_period_start),
    ...(card === undefined ? {} : { card }),
    cardFingerprint: fingerprintFrom(subscription.default_payment_method),
    invoices: invoices.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime()),
  };
}

export function statusFrom(status: string): StripeStatus {
  const known = stripeStatuses.find((candidate) => candidate === status);
  if (known === undefined)
    throw new RangeError(`Stripe has a subscription status that we do not know: ${status}`);
  return known;
}

/** Undefined where only its id was given. */
function cardFrom(method: string | Stripe.PaymentMethod | null): Card | null | undefined {
  if (typeof method === 'string') return undefined;
  if (method?.card === undefined) return null;
  const { brand, last4, exp_month, exp_year, country: issuedIn } = method.card;
  const country = method.billing_details.address?.country ?? issuedIn;
  return { brand, last4, expMonth: exp_month, expYear: exp_year, country };
}

const fingerprintFrom = (method: string | Stripe.PaymentMethod | null): string | null =>
  method === null || typeof method === 'string' ? null : (method.card?.fingerprint ?? null);

function invoiceFrom(invoice: Stripe.Invoice, payments: ReadonlyMap<string, SeenPayment>): SeenInvoice {
  const line = invoice.lines.data.find(({ parent }) => parent?.type === 'subscription_item_details');
  return {
    id: invoice.id ?? '',
    status: invoiceStatusFrom(invoice.status),
    isFirst: invoice.billing_reason === 'subscription_create',
    total: money(BigInt(invoice.total), invoice.currency),
    tax: taxFrom(invoice),
    credited: BigInt(Math.max(0, invoice.total - invoice.amount_due)),
    paidOutside: BigInt(invoice.amount_paid_off_stripe ?? 0),
    period:
      line === undefined
        ? null
        : { from: fromUnix(line.period?.start ?? 0), until: fromUnix(line.period?.end ?? 0) },
    createdAt: fromUnix(invoice.created),
    finalizedAt: instantOf(invoice.status_transitions.finalized_at),
    paidAt: instantOf(invoice.status_transitions.paid_at),
    attempts: invoice.attempt_count,
    nextAttemptAt: instantOf(invoice.next_payment_attempt),
    advances: invoice.auto_advance ?? false,
    payment: paymentOf(invoice, payments),
  };
}

const taxFrom = ({ total_taxes }: Stripe.Invoice): bigint =>
  (total_taxes ?? []).reduce((sum, { amount }) => sum + BigInt(amount), 0n);

function invoiceStatusFrom(status: string | null): SeenInvoice['status'] {
  switch (status) {
    case 'draft':
    case 'open':
    case 'paid':
    case 'void':
    case 'uncollectible':
      return status;
    default:
      throw new RangeError(`Stripe has an invoice status that we do not know: ${status}`);
  }
}

function paymentOf(
  { payments }: Stripe.Invoice,
  known: ReadonlyMap<string, SeenPayment>,
): SeenPayment | null {
  const made = (payments?.data ?? []).map(({ payment }) => known.get(idOf(payment.payment_intent) ?? ''));
  return made.find((payment) => payment !== undefined) ?? null;
}

function paymentFrom(charge: Stripe.Charge, disputes: readonly Stripe.Dispute[]): SeenPayment {
  const dispute = disputes.find((one) => idOf(one.charge) === charge.id);
  return {
    chargeId: charge.id,
    amount: money(BigInt(charge.amount), charge.currency),
    refunds: (charge.refunds?.data ?? [])
      .map(refundFrom)
      .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1)),
    dispute: dispute === undefined ? null : disputeFrom(dispute),
  };
}

function refundFrom(refund: Stripe.Refund): SeenRefund {
  const isFailed = refund.status === 'failed' || refund.status === 'canceled';
  return {
    id: refund.id,
    amount: money(BigInt(refund.amount), refund.currency),
    status: isFailed ? 'failed' : refund.status === 'succeeded' ? 'succeeded' : 'pending',
    reason: refund.metadata?.['gatefold_reason'] ?? refund.reason,
    createdAt: fromUnix(refund.created),
    refundId: refund.metadata?.[REFUND_ID] ?? null,
  };
}

const disputeFrom = (dispute: Stripe.Dispute): SeenDispute => ({
  id: dispute.id,
  amount: money(BigInt(dispute.amount), dispute.currency),
  status: dispute.status === 'lost' ? 'lost' : isWon(dispute.status) ? 'won' : 'open',
  reason: dispute.reason,
});

const isWon = (status: string): boolean => ['won', 'warning_closed', 'prevented'].includes(status);

export function transactionFrom(transaction: Stripe.BalanceTransaction): BalanceTransaction {
  const { id, type, amount, fee, net, currency, created, source } = transaction;
  const of = typeof source === 'object' && source !== null ? (source as Source) : null;
  return {
    id,
    type,
    amount: money(BigInt(amount), currency),
    fee: money(BigInt(fee), currency),
    net: money(BigInt(net), currency),
    createdAt: fromUnix(created),
    sourceId: idOf(source as string | { id: string } | null),
    customerId: idOf(of?.customer),
    refundedChargeId: of?.object === 'refund' ? idOf(of.charge) : null,
    presented: presentedOf(of, { currency, sign: amount < 0 ? -1n : 1n }),
  };
}

/** Of what moved a balance, which of Stripe's objects it is and whose. */
type Source = {
  readonly object?: string;
  readonly customer?: Reference;
  readonly charge?: Reference;
  readonly amount?: number;
  readonly currency?: string;
};

/** What was asked of a reader, or given back, in their currency; null where the balance is kept in it. */
function presentedOf(
  source: Source | null,
  balance: { readonly currency: string; readonly sign: bigint },
): Money | null {
  const { object, amount, currency } = source ?? {};
  const isReaders = object === 'charge' || object === 'refund';
  if (!isReaders || amount === undefined || currency === undefined || currency === balance.currency)
    return null;
  return money(balance.sign * BigInt(amount), currency);
}
