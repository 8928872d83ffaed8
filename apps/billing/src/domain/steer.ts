import { money, type NewId } from '@gatefold/kernel';
import type { WantedCall } from './change.ts';
import { withExpected } from './fold.ts';
import { reductionAt, type Mark, type PricePath } from './price-path.ts';
import { refuse } from './refusals.ts';
import { hasEnded, hasStarted, openCharges, type Subscription } from './subscription.ts';

/** Whoever decides it, with a name for this wish. */
export type Given = { readonly now: Date; readonly newId: NewId; readonly commandId: string };

/** The number of the charge that comes next. */
export const nextIndex = ({ charges }: Subscription): number =>
  Math.max(-1, ...charges.filter(({ status }) => status !== 'expected').map(({ index }) => index)) + 1;

/**
 * Refuses unless the course of this subscription may be changed at `now`: it runs, it renews, nothing is
 * owed, and no charge is on its way.
 */
export function checkSteerable(subscription: Subscription, now: Date): void {
  const { intent, standing, steering, paidThrough } = subscription;
  checkAlive(subscription);
  if (intent === 'cancelling') throw refuse('subscription-cancelling');
  if (standing !== 'ok') throw refuse('payment-outstanding', { standing });
  const isDue = steering.pause === null && (paidThrough === null || paidThrough <= now);
  if (isDue || openCharges(subscription).length > 0 || isBeingAsked(subscription))
    throw refuse('renewal-running');
}

/** Whether a charge was asked for at once and has not been seen: Stripe may still have to be told. */
export const isBeingAsked = (subscription: Subscription): boolean => {
  const last = subscription.instants.marks?.at(-1);
  return last?.isAsked === true && last.index === nextIndex(subscription);
};

/** Refuses for one that is over, or was never paid. */
export function checkAlive(subscription: Subscription): void {
  if (hasEnded(subscription) || subscription.endingAs !== null)
    throw refuse('subscription-ended', { endReason: subscription.endReason });
  if (!hasStarted(subscription)) throw refuse('charge-not-paid');
}

/** As `checkSteerable`, for what may not be done while it rests or another plan is coming. */
export function checkUndisturbed(subscription: Subscription, now: Date): void {
  checkSteerable(subscription, now);
  if (subscription.steering.pause !== null) throw refuse('subscription-paused');
  if (subscription.steering.change !== null) throw refuse('change-pending');
}

type Move = {
  /** From which instant the next charges are counted; with `isNow` the one at which Stripe hears of it. */
  readonly at: Date;
  readonly isNow?: boolean;
  readonly credit?: bigint;
  readonly path?: PricePath;
  /** Stripe's lookup key of the list price; null for the offer's own. */
  readonly listPrice?: string | null;
};

/** The subscription with its next charge moved, and what Stripe must be told for that. */
export function move(
  subscription: Subscription,
  {
    at,
    isNow = false,
    credit = 0n,
    path = subscription.path,
    listPrice = subscription.steering.listPrice,
  }: Move,
  { newId, commandId }: Given,
): { next: Subscription; calls: readonly WantedCall[] } {
  const { instants: before, stripeSubscriptionId } = subscription;
  const index = nextIndex(subscription);
  const mark: Mark = { index, at, credit, isAsked: isNow };
  const instants = { ...before, marks: [...(before.marks ?? []), mark] };
  const charges = subscription.charges.filter(({ status }) => status !== 'expected');
  const { currency, sold } = listOf(path);
  return {
    next: withExpected(
      { ...subscription, path, instants, charges, steering: { ...subscription.steering, listPrice } },
      { path, instants, newId },
    ),
    calls: [
      {
        kind: 'steer',
        key: `steer:${commandId}`,
        stripeSubscriptionId,
        price: listPrice ?? `${path.offer}-v${path.offerVersion}-list`,
        reduction: money(reductionAt(path, instants, index), currency),
        nextChargeAt: isNow ? null : at.toISOString(),
        ...sold,
      },
    ],
  };
}

/** What Stripe sells: the last step, as many times as it has seats. */
function listOf({ steps }: PricePath): { currency: string; sold: { quantity?: number } } {
  const list = steps.at(-1);
  return {
    currency: list?.amount.currency ?? '',
    sold: list?.seats === undefined ? {} : { quantity: list.seats },
  };
}
