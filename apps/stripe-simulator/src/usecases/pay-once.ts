import { refuseCard } from '../domain/cards.ts';
import type { CheckoutSession } from '../domain/checkout.ts';
import type { Customer, PaymentMethod } from '../domain/customer.ts';
import { newCharge, newPaymentIntent, succeed, type PaymentIntent } from '../domain/payment.ts';
import { testCardOf } from './payment-methods.ts';
import type { Unit } from './ports.ts';
import { bookCharge } from './take-payment.ts';

/** A payment without an invoice, by a card whose owner is there. */
export function payOnce(
  unit: Unit,
  session: CheckoutSession,
  { customer, method }: { readonly customer: Customer; readonly method: PaymentMethod },
): PaymentIntent {
  const decline = testCardOf(method).onCharge;
  if (decline !== null) throw refuseCard(decline);
  const intent = newPaymentIntent(
    {
      amount: session.amount_total ?? 0,
      currency: session.currency ?? 'usd',
      customer: customer.id,
      description: session.line_items.data.map(({ description }) => description).join(', '),
      setupFutureUsage: null,
    },
    unit,
  );
  unit.save(intent, 'payment_intent.created');
  const charge = newCharge({ intent, method, decline: null, pageUrl: unit.pageUrl }, unit);
  unit.save(charge, 'charge.succeeded');
  const paid = succeed(intent, charge);
  unit.save(paid, 'payment_intent.succeeded');
  bookCharge(unit, charge);
  return paid;
}
