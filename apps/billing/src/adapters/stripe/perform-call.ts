import { toUnix } from '@gatefold/kernel';
import Stripe from 'stripe';
import type { RefundReason, WantedCall } from '../../domain/change.ts';
import type { Call, CallOutcome } from '../../usecases/stripe-ports.ts';
import { REFUND_ID } from './from-stripe.ts';
import { discountsFor, steer } from './steering.ts';
import { unreachable } from './reads.ts';
import { underKey } from './under-key.ts';

/**
 * Tells Stripe one thing.
 *
 * While Stripe remembers the key a repeat answers what the first try did. A call that is older than that is
 * looked up first, and is made only if it is not there.
 */
export async function performCall(stripe: Stripe, { id, isOld, wanted }: Call): Promise<CallOutcome> {
  try {
    if (isOld && (await wasMade(stripe, wanted))) return { state: 'done' };
    await underKey({
      key: `gatefold:call:${id}`,
      say: (options) => tell(stripe, wanted, options),
      wasMade: () => wasMade(stripe, wanted),
    });
    return { state: 'done' };
  } catch (error) {
    if (wanted.kind === 'cancel-now' && isGone(error)) return { state: 'done' };
    if (isRefusal(error)) return { state: 'refused', code: error.code ?? error.type };
    throw unreachable(error);
  }
}

/** All but money that we give may be said again: they set what is to be, and money is taken by invoice only once. */
async function wasMade(stripe: Stripe, wanted: WantedCall): Promise<boolean> {
  if (wanted.kind === 'credit-customer') {
    const moved = await stripe.customers.listBalanceTransactions(wanted.stripeCustomerId, { limit: 100 });
    return moved.data.some(({ metadata }) => metadata?.[CREDIT] === wanted.key);
  }
  if (wanted.kind === 'pay-invoice' || wanted.kind === 'void-invoice') {
    const { status } = await stripe.invoices.retrieve(wanted.invoiceId);
    return status === (wanted.kind === 'pay-invoice' ? 'paid' : 'void');
  }
  if (wanted.kind !== 'refund') return false;
  const refunds = await stripe.refunds.list({ charge: wanted.stripeChargeId, limit: 100 });
  return refunds.data.some(({ metadata }) => metadata?.[REFUND_ID] === wanted.refundId);
}

/** Under which name a credit of ours carries its key. */
const CREDIT = 'gatefold_credit';

type Kind = WantedCall['kind'];
type Of<K extends Kind> = Extract<WantedCall, { kind: K }>;
type Tellers = {
  readonly [K in Kind]: (stripe: Stripe, wanted: Of<K>, options: Stripe.RequestOptions) => Promise<unknown>;
};

/** How each thing is said. A new kind of call does not compile until it is here. */
const tellers: Tellers = {
  'hold-invoice': (stripe, { invoiceId }, options) =>
    stripe.invoices.update(invoiceId, { auto_advance: false }, options),
  'void-invoice': (stripe, { invoiceId }, options) => stripe.invoices.voidInvoice(invoiceId, {}, options),
  'pay-invoice': (stripe, { invoiceId }, options) => stripe.invoices.pay(invoiceId, {}, options),
  'hold-renewals': (stripe, { stripeSubscriptionId }, options) =>
    stripe.subscriptions.update(
      stripeSubscriptionId,
      { pause_collection: { behavior: 'keep_as_draft' } },
      options,
    ),
  'release-renewals': async (stripe, { stripeSubscriptionId, invoiceIds }, options) => {
    await stripe.subscriptions.update(stripeSubscriptionId, { pause_collection: '' }, options);
    for (const id of invoiceIds) await stripe.invoices.update(id, { auto_advance: true });
  },
  'cancel-now': async (stripe, { stripeSubscriptionId }) => {
    await releaseSchedule(stripe, stripeSubscriptionId);
    return stripe.subscriptions.cancel(stripeSubscriptionId, { invoice_now: false, prorate: false });
  },
  'cancel-at-period-end': async (stripe, { stripeSubscriptionId, reason }, options) => {
    await releaseSchedule(stripe, stripeSubscriptionId);
    return stripe.subscriptions.update(
      stripeSubscriptionId,
      {
        cancel_at_period_end: true,
        ...(reason === null ? {} : { cancellation_details: { comment: reason } }),
      },
      options,
    );
  },
  'cancel-at': (stripe, { stripeSubscriptionId, at }, options) =>
    stripe.subscriptions.update(
      stripeSubscriptionId,
      { cancel_at: toUnix(new Date(at)), proration_behavior: 'none' },
      options,
    ),
  steer,
  'set-reduction': async (stripe, { stripeSubscriptionId, reduction }, options) => {
    const { items } = await stripe.subscriptions.retrieve(stripeSubscriptionId);
    const discounts = await discountsFor(stripe, reduction, items.data[0]?.price);
    return stripe.subscriptions.update(
      stripeSubscriptionId,
      { discounts, proration_behavior: 'none' },
      options,
    );
  },
  'credit-customer': (stripe, { stripeCustomerId, amount, reason, key }, options) =>
    stripe.customers.createBalanceTransaction(
      stripeCustomerId,
      {
        amount: -Number(amount.amount),
        currency: amount.currency.toLowerCase(),
        description: reason,
        metadata: { [CREDIT]: key },
      },
      options,
    ),
  'undo-cancel': (stripe, { stripeSubscriptionId, field }, options) =>
    stripe.subscriptions.update(
      stripeSubscriptionId,
      field === 'cancel_at' ? { cancel_at: '' } : { cancel_at_period_end: false },
      options,
    ),
  'set-card': (stripe, { stripeSubscriptionId, paymentMethodId }, options) =>
    stripe.subscriptions.update(stripeSubscriptionId, { default_payment_method: paymentMethodId }, options),
  refund: (stripe, { stripeChargeId, amount, reason, refundId }, options) =>
    stripe.refunds.create(
      {
        charge: stripeChargeId,
        amount: Number(amount.amount),
        reason: stripeReason(reason),
        metadata: { [REFUND_ID]: refundId, gatefold_reason: reason },
      },
      options,
    ),
};

/** Stripe lets nobody cancel under a schedule. We make none, but staff may; a reader is never refused the way out. */
async function releaseSchedule(stripe: Stripe, stripeSubscriptionId: string): Promise<void> {
  const { schedule } = await stripe.subscriptions.retrieve(stripeSubscriptionId);
  if (schedule === null) return;
  await stripe.subscriptionSchedules.release(typeof schedule === 'string' ? schedule : schedule.id);
}

async function tell<K extends Kind>(
  stripe: Stripe,
  wanted: Of<K>,
  options: Stripe.RequestOptions,
): Promise<void> {
  const say: Tellers[K] = tellers[wanted.kind as K];
  await say(stripe, wanted, options);
}

/** Stripe knows three reasons; goodwill is one of ours. */
const stripeReason = (reason: RefundReason): Stripe.RefundCreateParams.Reason =>
  reason === 'goodwill' ? 'requested_by_customer' : reason;

type Refused = InstanceType<typeof Stripe.errors.StripeError>;

const isRefusal = (error: unknown): error is Refused =>
  !isInUse(error) &&
  (error instanceof Stripe.errors.StripeInvalidRequestError ||
    error instanceof Stripe.errors.StripeCardError ||
    error instanceof Stripe.errors.StripeIdempotencyError);

/** An earlier try of ours is still at work, or somebody holds the object: how it ends is not known yet. */
const isInUse = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeError && (error.statusCode === 409 || error.statusCode === 429);

/** A subscription that is gone cannot be cancelled again: it is as we want it. */
const isGone = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
