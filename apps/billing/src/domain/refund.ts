import type { Money } from '@gatefold/kernel';
import { refuse } from './refusals.ts';
import { leftOf, type Charge } from './subscription.ts';

/** How much goes back: what is asked for, or all that is left of the payment. Never more than was paid. */
export function refundable(charge: Charge, asked: Money | null): Money {
  if (charge.status !== 'paid' || charge.stripeChargeId === null) throw refuse('charge-not-paid');
  const left = leftOf(charge);
  const wanted = asked ?? { amount: left, currency: charge.amount.currency };
  const isTooMuch = wanted.amount > left || wanted.amount <= 0n || wanted.currency !== charge.amount.currency;
  if (isTooMuch)
    throw refuse('refund-exceeds-payment', { left: left.toString(), currency: charge.amount.currency });
  return wanted;
}
