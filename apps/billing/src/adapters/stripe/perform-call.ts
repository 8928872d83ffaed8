import Stripe from 'stripe';
import type { RefundReason, WantedCall } from '../../domain/change.ts';
import type { Call, CallOutcome } from '../../usecases/ports.ts';
import { REFUND_ID } from './from-stripe.ts';
import { unreachable } from './reads.ts';

/**
 * Tells Stripe one thing.
 *
 * While Stripe remembers the key a repeat answers what the first try did. A call that is older than that is
 * looked up first, and is made only if it is not there.
 */
export async function performCall(stripe: Stripe, { id, isOld, wanted }: Call): Promise<CallOutcome> {
  try {
    if (isOld && (await wasMade(stripe, wanted))) return { state: 'done' };
    await tell(stripe, wanted, { idempotencyKey: `gatefold:call:${id}` });
    return { state: 'done' };
  } catch (error) {
    if (wanted.kind === 'cancel-now' && isGone(error)) return { state: 'done' };
    if (isRefusal(error)) return { state: 'refused', code: error.code ?? error.type };
    throw unreachable(error);
  }
}

/** All but a refund may be said again: they set what is to be, and money is taken by invoice only once. */
async function wasMade(stripe: Stripe, wanted: WantedCall): Promise<boolean> {
  if (wanted.kind !== 'refund') return false;
  const refunds = await stripe.refunds.list({ charge: wanted.stripeChargeId, limit: 100 });
  return refunds.data.some(({ metadata }) => metadata?.[REFUND_ID] === wanted.refundId);
}

async function tell(stripe: Stripe, wanted: WantedCall, options: Stripe.RequestOptions): Promise<void> {
  switch (wanted.kind) {
    case 'hold-invoice':
      await stripe.invoices.update(wanted.invoiceId, { auto_advance: false }, options);
      return;
    case 'void-invoice':
      await stripe.invoices.voidInvoice(wanted.invoiceId, {}, options);
      return;
    case 'pay-invoice':
      await stripe.invoices.pay(wanted.invoiceId, {}, options);
      return;
    case 'cancel-now':
      await stripe.subscriptions.cancel(wanted.stripeSubscriptionId, { invoice_now: false, prorate: false });
      return;
    case 'cancel-at-period-end':
      await stripe.subscriptions.update(
        wanted.stripeSubscriptionId,
        {
          cancel_at_period_end: true,
          ...(wanted.reason === null ? {} : { cancellation_details: { comment: wanted.reason } }),
        },
        options,
      );
      return;
    case 'undo-cancel':
      await stripe.subscriptions.update(
        wanted.stripeSubscriptionId,
        wanted.field === 'cancel_at' ? { cancel_at: '' } : { cancel_at_period_end: false },
        options,
      );
      return;
    case 'set-card':
      await stripe.subscriptions.update(
        wanted.stripeSubscriptionId,
        { default_payment_method: wanted.paymentMethodId },
        options,
      );
      return;
    case 'refund':
      await stripe.refunds.create(
        {
          charge: wanted.stripeChargeId,
          amount: Number(wanted.amount.amount),
          reason: stripeReason(wanted.reason),
          metadata: { [REFUND_ID]: wanted.refundId, gatefold_reason: wanted.reason },
        },
        options,
      );
  }
}

/** Stripe knows three reasons; goodwill is one of ours. */
const stripeReason = (reason: RefundReason): Stripe.RefundCreateParams.Reason =>
  reason === 'goodwill' ? 'requested_by_customer' : reason;

type Refused = InstanceType<typeof Stripe.errors.StripeError>;

const isRefusal = (error: unknown): error is Refused =>
  error instanceof Stripe.errors.StripeInvalidRequestError ||
  error instanceof Stripe.errors.StripeCardError ||
  error instanceof Stripe.errors.StripeIdempotencyError;

/** A subscription that is gone cannot be cancelled again: it is as we want it. */
const isGone = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
