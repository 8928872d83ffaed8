import { specialOf } from '../domain/cards.ts';
import { type Charge } from '../domain/payment.ts';
import { newBalanceTransaction } from '../domain/balance-transaction.ts';
import {
  arrived,
  failedRefund,
  givenAgain,
  newRefund,
  refundable,
  takeBack,
  withBank,
  withReference,
  type Refund,
  type RefundTerms,
} from '../domain/refund.ts';
import { required } from './find.ts';
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
  const method = unit.recall('payment_method', charge.payment_method);
  const { refunds } = specialOf(method?.sim.number ?? '');
  const refund = withBank({ ...plain, balance_transaction: booked.id }, refunds);
  unit.save(booked);
  unit.save(refund, 'refund.created');
  unit.save(takeBack(charge, amount), 'charge.refunded');
  if (refund.status === 'pending') return refund;
  const known = withReference(refund);
  unit.save(known, 'refund.updated');
  return known;
}

/** What the bank does some minutes after a refund: it gives the money, or it sends it back. */
export function settleRefund(unit: Unit, refund: Refund): void {
  if (refund.sim.later !== 'fails') return unit.save(arrived(refund), 'refund.updated');
  const returned = newBalanceTransaction(
    {
      amount: refund.amount,
      currency: refund.currency,
      fee: 0,
      source: refund.id,
      type: 'refund_failure',
      description: 'REFUND FAILURE',
    },
    unit,
  );
  unit.save(returned);
  unit.save(failedRefund(refund, returned.id), 'refund.updated', 'refund.failed');
  const charge = required(unit, 'charge', [refund.charge]);
  unit.save(givenAgain(charge, refund.amount), 'charge.updated');
}
