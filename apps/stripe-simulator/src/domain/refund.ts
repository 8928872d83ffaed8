import type { Charge } from './payment.ts';
import { refuse } from './refusals.ts';
import { minute, type Making, type Metadata } from './wire.ts';

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
  status: 'succeeded' as 'failed' | 'pending' | 'succeeded',
  ...({} as { readonly failure_balance_transaction?: string; readonly failure_reason?: string }),
  transfer_reversal: null,
  /** Never shown: what the bank still does, and when. */
  sim: { later: null as 'arrives' | 'fails' | null, at: null as number | null },
});

/** Minutes that the bank takes where it does not give the money at once. */
const bankTakes = 5 * minute;

/** As the card has it: one that arrives later, or one that looks well and comes back. */
export function withBank(refund: Refund, refunds: 'fail' | 'wait' | undefined): Refund {
  if (refunds === undefined) return refund;
  const at = refund.created + bankTakes;
  return refunds === 'wait'
    ? { ...refund, status: 'pending', sim: { later: 'arrives', at } }
    : { ...refund, sim: { later: 'fails', at } };
}

export const refundDue = ({ sim }: Refund): number | null => sim.at;

export const arrived = (refund: Refund): Refund =>
  withReference({ ...refund, status: 'succeeded', sim: { later: null, at: null } });

export const failedRefund = (refund: Refund, returned: string): Refund => ({
  ...refund,
  status: 'failed',
  failure_balance_transaction: returned,
  failure_reason: 'lost_or_stolen_card',
  sim: { later: null, at: null },
});

/** A refund that came back was none: what it gave can be given again. */
export const givenAgain = (charge: Charge, amount: number): Charge => ({
  ...charge,
  amount_refunded: charge.amount_refunded - amount,
  refunded: false,
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
