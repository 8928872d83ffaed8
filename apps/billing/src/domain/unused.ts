import { accrued } from '@gatefold/kernel';
import { creditOf } from './price-path.ts';
import { leftOf, type Charge, type Subscription } from './subscription.ts';

type Running = Pick<Subscription, 'instants'>;

/** What of a period can go back since it is not used, in minor units: never more than its own charge has left. */
export const unusedOf = (subscription: Running, charge: Charge, at: Date): bigint =>
  smaller(unusedWorth(subscription, charge, at), leftOf(charge));

/**
 * The same where it comes off another charge, so that what had come off this one is not lost.
 *
 * Of a period of which nothing has passed it is the whole price: what was paid for it and what came off for an
 * earlier one.
 */
export const carriedOf = (subscription: Running, charge: Charge, at: Date): bigint =>
  smaller(
    unusedWorth(subscription, charge, at),
    leftOf(charge) + creditOf(subscription.instants, charge.index),
  );

/** What is not used and was paid by another way than Stripe, in minor units: it can only go back that way. */
export function outsideOf(subscription: Running, charge: Charge, at: Date): bigint {
  const beyond = unusedWorth(subscription, charge, at) - leftOf(charge);
  return beyond > 0n ? smaller(beyond, charge.paidOutside) : 0n;
}

function unusedWorth({ instants }: Running, { index, amount, period }: Charge, at: Date): bigint {
  const since = (instant: Date): bigint => BigInt(instant.getTime() - period.from.getTime());
  const worth = amount.amount + creditOf(instants, index);
  return worth - accrued(worth, since(at), since(period.until));
}

const smaller = (one: bigint, other: bigint): bigint => (one < other ? one : other);
