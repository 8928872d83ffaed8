import { earliest, money, type NewId } from '@gatefold/kernel';
import type { WantedCall } from './change.ts';
import { COMP } from './price-path.ts';
import type { SeenSubscription } from './seen.ts';
import {
  hasEnded,
  hasStarted,
  isFullyRefunded,
  openCharges,
  leftOf,
  type Charge,
  type EndReason,
  type Subscription,
} from './subscription.ts';

/** Why it ended: for our own reason if we ended it, else for Stripe's. */
export function endReasonFrom(
  { endingAs }: Pick<Subscription, 'endingAs'>,
  { status, cancellationReason }: Pick<SeenSubscription, 'status' | 'cancellationReason'>,
): EndReason {
  if (endingAs !== null) return endingAs;
  if (status === 'incomplete_expired') return 'expired';
  if (cancellationReason === 'payment_failed') return 'payment-failed';
  if (cancellationReason === 'payment_disputed') return 'disputed';
  return 'cancelled';
}

/**
 * Whether we must end it, and what Stripe must be told for that.
 *
 * A full refund of the current period ends it at once, with what was given behind it; a partial one changes nothing. Collecting is given
 * up when our timetable has run out. A lost dispute ends it. A second live one is ended and paid back.
 */
export function endingOf(
  subscription: Subscription,
  { now, newId, moneyBack = asUsual }: { now: Date; newId: NewId; moneyBack?: MoneyBack },
): { next: Subscription; calls: readonly WantedCall[] } {
  if (hasEnded(subscription))
    return {
      next: paidBackAfterwards(subscription, now, moneyBack),
      calls: leftovers(subscription),
    };
  const endingAs =
    subscription.endingAs ?? (hasStarted(subscription) ? reasonToEnd(subscription, now, moneyBack) : null);
  if (endingAs === null) return { next: subscription, calls: [] };

  const next = { ...subscription, endingAs };
  const { stripeSubscriptionId } = next;
  return {
    next,
    calls: [
      { kind: 'cancel-now', key: `end:${stripeSubscriptionId}`, stripeSubscriptionId },
      ...(endingAs === 'duplicate' ? refundAll(next, newId) : []),
    ],
  };
}

/** A goodbye leaves what is paid for, also behind the end; when that money goes back or is lost, it leaves nothing. */
function paidBackAfterwards(subscription: Subscription, now: Date, moneyBack: MoneyBack): Subscription {
  const { endReason, endedAt, paidThrough } = subscription;
  const isLeft = endReason === 'cancelled' && endedAt !== null && paidThrough !== null && now < paidThrough;
  const reason = isLeft ? reasonToEnd(subscription, now, moneyBack) : null;
  if (!isLeft || (reason !== 'refunded' && reason !== 'disputed')) return subscription;
  return { ...subscription, endReason: reason, paidThrough: earliest(paidThrough, endedAt) };
}

/** What money that goes back does to the rest, by reason. The words are Stripe's, and our own `goodwill`. */
export type MoneyBack = {
  /** A full refund of the running period ends the subscription, but for these reasons. */
  readonly keepsAfterFullRefund: readonly string[];
  /** A dispute changes nothing until it is lost, but for these reasons it ends at once. */
  readonly endsWhenDisputed: readonly string[];
  /** While a bank looks into a payment no other is asked for; it goes on when the dispute is won. */
  readonly holdsWhileDisputed?: boolean | undefined;
};

const asUsual: MoneyBack = { keepsAfterFullRefund: [], endsWhenDisputed: [] };

function reasonToEnd(
  { charges, standing }: Subscription,
  now: Date,
  { keepsAfterFullRefund, endsWhenDisputed }: MoneyBack,
): EndReason | null {
  // What was given behind it was paid by nobody, and goes with what it lies behind.
  const current = charges.findLast(({ status, phase }) => status === 'paid' && phase !== COMP);
  if (current !== undefined && isFullyRefunded(current) && now < current.period.until) {
    const isKept = current.refunds.every(({ reason }) => keepsAfterFullRefund.includes(reason ?? ''));
    if (!isKept) return 'refunded';
  }
  const ends = ({ dispute }: Charge): boolean =>
    dispute?.status === 'lost' ||
    (dispute?.status === 'open' && endsWhenDisputed.includes(dispute.reason ?? ''));
  if (charges.some(ends)) return 'disputed';
  return standing === 'exhausted' ? 'payment-failed' : null;
}

/** Nothing is collected for a subscription that is over. */
const leftovers = (subscription: Subscription): WantedCall[] =>
  openCharges(subscription).flatMap(({ stripeInvoiceId: invoiceId, isBooked }): WantedCall[] => {
    if (invoiceId === null) return [];
    return isBooked
      ? [{ kind: 'void-invoice', key: `void:${invoiceId}`, invoiceId }]
      : [{ kind: 'hold-invoice', key: `hold:${invoiceId}`, invoiceId }];
  });

/** What is left of every payment; one wanted refund per charge, whatever is asked again. */
export const refundAll = ({ charges }: Subscription, newId: NewId): WantedCall[] =>
  charges.flatMap((charge) => {
    const left = leftOf(charge);
    if (charge.status !== 'paid' || charge.stripeChargeId === null || left <= 0n) return [];
    return [
      {
        kind: 'refund',
        key: `refund-duplicate:${charge.id}`,
        refundId: newId(),
        stripeChargeId: charge.stripeChargeId,
        amount: money(left, charge.amount.currency),
        reason: 'duplicate',
      } as const,
    ];
  });
