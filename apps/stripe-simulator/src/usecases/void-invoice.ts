import { markUncollectible, markVoid } from '../domain/invoice-life.ts';
import type { Invoice } from '../domain/invoice.ts';
import { cancelIntent } from '../domain/payment.ts';
import { refuse } from '../domain/refusals.ts';
import type { Unit } from './ports.ts';
import { followInvoice } from './subscription-standing.ts';
import { intentOf } from './take-payment.ts';

/** The money is not expected any more, but the claim stands: it may still be paid. */
export function markInvoiceUncollectible(unit: Unit, invoice: Invoice): Invoice {
  if (invoice.status !== 'open')
    throw refuse(
      'invoice_not_editable',
      `Invoice ${invoice.id} is ${invoice.status}; only an open one can be marked uncollectible.`,
    );
  const marked = markUncollectible(invoice, unit.now);
  unit.save(marked, 'invoice.updated', 'invoice.marked_uncollectible');
  return marked;
}

/** Takes an open invoice back as if it had never been asked for. A paid one is refunded instead. */
export function voidInvoice(unit: Unit, invoice: Invoice): Invoice {
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
    throw refuse(
      'invoice_not_editable',
      `Invoice ${invoice.id} is ${invoice.status}; only an open one can be voided.`,
    );
  const voided = markVoid(invoice, unit.now);
  if (invoice.amount_due > 0)
    unit.save(cancelIntent(intentOf(unit, invoice), unit.now), 'payment_intent.canceled');
  unit.save(voided, 'invoice.updated', 'invoice.voided');
  followInvoice(unit, voided);
  return voided;
}
