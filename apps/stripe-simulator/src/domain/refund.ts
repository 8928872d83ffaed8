import type { Charge } from './payment.ts';
import { refuse } from './refusals.ts';
import type { Making, Metadata } from './wire.ts';

export type Refund = ReturnType<typeof newRefund>;

export type RefundTerms = {
  readonly amount: number;
  readonly reason: 'duplicate' | 'fraudulent' | 'requested_by_customer' | null;
  readonly metadata: Metadata;
};

export const newRefund = (charge: Charge, terms: RefundTerms, { now, newId }: Making) => ({
  id: newId('re'),
  object: 'refund' as const,
  amount: terms.amount,
  balance_transaction: null as string | null,
  charge: charge.id,
  created: now,
  currency: charge.currency,
  customer: charge.customer,
  customer_account: null,
  destination_details: {
    card: {
      reference_status: 'pending' as 'available' | 'pending',
      reference_type: 'acquirer_reference_number' as const,
      type: 'refund' as const,
    },
    type: 'card',
  },
  metadata: terms.metadata,
  payment_intent: charge.payment_intent,
  payment_method: charge.payment_method,
  reason: terms.reason,
  receipt_number: null,
  source_transfer_reversal: null,
  status: 'succeeded' as const,
  transfer_reversal: null,
});

/** The bank has given the refund a number by which the cardholder can ask for it. */
export const withReference = (refund: Refund): Refund => ({
  ...refund,
  destination_details: {
    ...refund.destination_details,
    card: { ...refund.destination_details.card, reference_status: 'available' },
  },
});

/**
 * How much goes back: what is asked for, or all that is left.
 *
 * A charge never gives back more than it took, and a failed one nothing.
 */
export function refundable(charge: Charge, asked: number | undefined): number {
  const left = charge.amount_captured - charge.amount_refunded;
  if (charge.refunded || left === 0)
    throw refuse('charge_already_refunded', `Charge ${charge.id} has already been refunded.`, {
      param: 'charge',
    });
  const amount = asked ?? left;
  if (amount <= 0 || amount > left)
    throw refuse(
      'refund_too_large',
      `Refund amount (${amount}) is not between 1 and the unrefunded ${left}.`,
      {
        param: 'amount',
      },
    );
  return amount;
}

export function takeBack(charge: Charge, amount: number): Charge {
  const refunded = charge.amount_refunded + amount;
  return { ...charge, amount_refunded: refunded, refunded: refunded === charge.amount_captured };
}
