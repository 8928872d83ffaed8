import {
  newInvoiceItem,
  subscriptionOfItem,
  type InvoiceItem,
  type ItemTerms,
} from '../domain/invoice-line.ts';
import { waitingOf } from '../domain/objects.ts';
import type { Granted } from '../domain/discount.ts';
import type { Subscription } from '../domain/subscription.ts';
import { chosenDiscounts, runningDiscounts, type DiscountGiven } from './discounts.ts';
import type { Unit } from './ports.ts';

/** What waits for the next invoice of this subscription, oldest first; what names none goes along. */
export const pendingFor = (unit: Unit, { id, customer, currency }: Subscription): InvoiceItem[] =>
  unit
    .list('invoiceitem', { parent: waitingOf(customer) })
    .filter((item) => item.currency === currency && [id, null].includes(subscriptionOfItem(item)))
    .reverse();

/** The discounts of these items, which lower nothing else. */
export const discountsOn = (unit: Unit, items: readonly InvoiceItem[]): Granted[] =>
  items.some(({ discounts }) => discounts.length > 0)
    ? runningDiscounts(
        unit,
        items.flatMap(({ discounts }) => discounts),
        unit.now,
      )
    : [];

export function addPending(unit: Unit, terms: ItemTerms, given: readonly DiscountGiven[] = []): InvoiceItem {
  const plain = newInvoiceItem(terms, unit);
  const item = given.length === 0 ? plain : withDiscounts(unit, plain, given);
  unit.save(item, 'invoiceitem.created');
  return item;
}

export function withDiscounts(unit: Unit, item: InvoiceItem, given: readonly DiscountGiven[]): InvoiceItem {
  const to = { customer: item.customer, subscription: null, checkoutSession: null, invoiceItem: item.id };
  return { ...item, discounts: chosenDiscounts(unit, given, to).map(({ discount }) => discount.id) };
}

/** They are on a draft now and wait no more. */
export function putOn(unit: Unit, invoice: string, items: readonly InvoiceItem[]): void {
  for (const item of items) unit.save({ ...item, invoice });
}
