import {
  newInvoiceItem,
  subscriptionOfItem,
  type InvoiceItem,
  type ItemTerms,
} from '../domain/invoice-line.ts';
import { waitingOf } from '../domain/objects.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Unit } from './ports.ts';

/** What waits for the next invoice of this subscription, oldest first; what names none goes along. */
export const pendingFor = (unit: Unit, { id, customer, currency }: Subscription): InvoiceItem[] =>
  unit
    .list('invoiceitem', { parent: waitingOf(customer) })
    .filter((item) => item.currency === currency && [id, null].includes(subscriptionOfItem(item)))
    .reverse();

export function addPending(unit: Unit, terms: ItemTerms): InvoiceItem {
  const item = newInvoiceItem(terms, unit);
  unit.save(item, 'invoiceitem.created');
  return item;
}

/** They are on a draft now and wait no more. */
export function putOn(unit: Unit, invoice: string, items: readonly InvoiceItem[]): void {
  for (const item of items) unit.save({ ...item, invoice });
}
