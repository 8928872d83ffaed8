import { refuseCard } from '../domain/cards.ts';
import type { CheckoutSession } from '../domain/checkout.ts';
import type { Customer } from '../domain/customer.ts';
import type { PaymentMethod } from '../domain/payment-method.ts';
import { newCharge, newPaymentIntent, succeed, type PaymentIntent } from '../domain/payment.ts';
import type { DiscountGiven } from './discounts.ts';
import { createInvoice, createItem } from './making-invoices.ts';
import { testCardOf } from './payment-methods.ts';
import type { Unit } from './ports.ts';
import { finalizeInvoice, settlePaid } from './settle-invoice.ts';
import { bookCharge, takePayment } from './take-payment.ts';

type Payer = { readonly customer: Customer | null; readonly method: PaymentMethod };

/** A payment without an invoice, by a card whose owner is there. */
export function payOnce(unit: Unit, session: CheckoutSession, { customer, method }: Payer): PaymentIntent {
  const decline = testCardOf(method).onCharge;
  if (decline !== null) throw refuseCard(decline);
  const { payment_data: data } = session.sim;
  const intent = newPaymentIntent(
    {
      amount: session.amount_total ?? 0,
      currency: session.currency ?? 'usd',
      customer: customer?.id ?? null,
      description: data.description ?? session.line_items.data.map((line) => line.description).join(', '),
      metadata: data.metadata,
      receiptEmail: data.receipt_email,
      setupFutureUsage: data.setup_future_usage ?? null,
      statementDescriptor: data.statement_descriptor,
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

/** The same with an invoice, which is paid by it. */
export function invoicePaidOnce(
  unit: Unit,
  session: CheckoutSession,
  { customer, method }: { readonly customer: Customer; readonly method: PaymentMethod },
): { invoice: string; paymentIntent: string | null } {
  const draft = createInvoice(unit, { ...writtenOn(session), customer: customer.id });
  for (const { price, quantity, description } of session.line_items.data)
    createItem(unit, {
      customer: customer.id,
      currency: session.currency ?? undefined,
      description,
      invoice: draft.id,
      pricing: { price: price.id },
      quantity,
    });
  const invoice = finalizeInvoice(unit, unit.find('invoice', draft.id) ?? draft);
  const attempt = takePayment(unit, invoice, { method, owner: 'answered' });
  if (attempt.outcome === 'declined') throw refuseCard(attempt.decline);
  settlePaid(unit, invoice, { attempt, automatic: false });
  const paid = attempt.outcome === 'paid' ? attempt.charge.payment_intent : null;
  return { invoice: invoice.id, paymentIntent: paid };
}

const writtenOn = ({ currency, discounts, invoice_creation }: CheckoutSession) => {
  const { custom_fields, description, footer, metadata } = invoice_creation?.invoice_data ?? {};
  return {
    currency: currency ?? undefined,
    custom_fields: custom_fields ?? undefined,
    description: description ?? undefined,
    discounts: givenBy(discounts),
    footer: footer ?? undefined,
    metadata,
  };
};

/** The discounts of a session as a request names them. */
export const givenBy = (discounts: CheckoutSession['discounts']): DiscountGiven[] =>
  discounts.map(({ coupon, promotion_code }) => (promotion_code === null ? { coupon } : { promotion_code }));
