import { type Charge } from '../domain/payment.ts';
import { newBalanceTransaction } from '../domain/balance-transaction.ts';
import {
  newRefund,
  refundable,
  takeBack,
  withReference,
  type Refund,
  type RefundTerms,
} from '../domain/refund.ts';
import type { Unit } from './ports.ts';

type Asked = Omit<RefundTerms, 'amount'> & { readonly amount: number | undefined };

/** Money back to the card. The invoice stays paid; the balance goes down by the amount, the fee stays spent. */
export function refundCharge(unit: Unit, charge: Charge, asked: Asked): Refund {
  const amount = refundable(charge, asked.amount);
  const plain = newRefund(charge, { ...asked, amount }, unit);
  const booked = newBalanceTransaction(
    {
      amount: -amount,
      currency: charge.currency,
      fee: 0,
      source: plain.id,
      type: 'refund',
      description: `REFUND FOR CHARGE`,
    },
    unit,
  );
  const refund = { ...plain, balance_transaction: booked.id };
  unit.save(booked);
  unit.save(refund, 'refund.created');
  unit.save(takeBack(charge, amount), 'charge.refunded');
  const known = withReference(refund);
  unit.save(known, 'refund.updated');
  return known;
}
