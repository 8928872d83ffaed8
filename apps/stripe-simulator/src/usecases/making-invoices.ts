import type { Price } from '../domain/catalogue.ts';
import { applyDiscounts, checkDraft, draftInvoice, type Invoice } from '../domain/invoice.ts';
import { newLine, oneOffLine, soldOnce, type InvoiceItem } from '../domain/invoice-line.ts';
import { waitingOf } from '../domain/objects.ts';
import { refuse } from '../domain/refusals.ts';
import type { Metadata } from '../domain/wire.ts';
import { changeInvoice, type InvoiceChange } from './change-invoice.ts';
import { runningOn, type DiscountGiven } from './discounts.ts';
import { required } from './find.ts';
import { writtenFor } from './invoices.ts';
import { inlinePrice } from './inline-prices.ts';
import { addPending, discountsOn, putOn, withDiscounts } from './pending-items.ts';
import type { Unit } from './ports.ts';

export type InvoiceGiven = InvoiceChange & {
  readonly customer?: string | undefined;
  readonly subscription?: string | undefined;
  readonly currency?: string | undefined;
  readonly pending_invoice_items_behavior?: string | undefined;
};

/** A draft by hand. What waits for this customer is on it only where that is asked for. */
export function createInvoice(unit: Unit, given: InvoiceGiven): Invoice {
  const {
    customer: owner,
    subscription: id,
    currency: asked,
    pending_invoice_items_behavior,
    ...rest
  } = given;
  const subscription = id === undefined ? null : required(unit, 'subscription', [id, 'subscription']);
  const customer = required(unit, 'customer', [subscription?.customer ?? owner ?? '', 'customer']);
  const currency = chosenCurrency([asked, subscription?.currency, customer.currency]);
  const includes = pending_invoice_items_behavior === 'include' || subscription !== null;
  const waiting = includes ? waitingFor(unit, customer.id, currency) : [];
  const draft = draftInvoice(
    {
      customer,
      currency,
      reason: 'manual',
      subscription,
      lines: waiting.map((item) => oneOffLine(item, subscription?.id ?? null)),
      granted: [],
      period: { start: unit.now, end: unit.now },
      written: writtenFor(customer),
    },
    unit,
  );
  const made = changeInvoice(unit, { ...draft, auto_advance: false }, rest);
  unit.save(made, 'invoice.created');
  putOn(unit, made.id, waiting);
  return made;
}

const chosenCurrency = (named: readonly (string | null | undefined)[]): string =>
  named.find(Boolean) ?? 'usd';

const waitingFor = (unit: Unit, customer: string, currency: string): InvoiceItem[] =>
  unit
    .list('invoiceitem', { parent: waitingOf(customer) })
    .filter((item) => item.currency === currency)
    .reverse();

/** As if it had never been: only a draft can go, and what was on it waits again. */
export function deleteDraft(unit: Unit, invoice: Invoice): void {
  if (invoice.status !== 'draft' || invoice.parent !== null)
    throw refuse('invoice_not_editable', 'You can only delete draft invoices that were made by hand.');
  for (const item of unit.list('invoiceitem', { parent: invoice.id })) unit.save({ ...item, invoice: null });
  unit.remove(invoice, 'invoice.deleted');
}

export type ItemGiven = {
  readonly customer?: string | undefined;
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
  readonly description?: string | undefined;
  readonly discountable?: boolean | undefined;
  readonly discounts?: '' | readonly DiscountGiven[] | undefined;
  readonly invoice?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly period?: { readonly start: number; readonly end: number } | undefined;
  readonly pricing?: { readonly price?: string | undefined } | undefined;
  readonly price_data?: Parameters<typeof inlinePrice>[1] | undefined;
  readonly quantity?: number | undefined;
  readonly subscription?: string | undefined;
};

/** Waits for the next invoice, or goes on the draft that is named. */
export function createItem(unit: Unit, given: ItemGiven): InvoiceItem {
  const customer = required(unit, 'customer', [given.customer ?? '', 'customer']);
  if (given.subscription !== undefined) required(unit, 'subscription', [given.subscription, 'subscription']);
  const invoice = given.invoice === undefined ? null : required(unit, 'invoice', [given.invoice, 'invoice']);
  if (invoice !== null) checkDraft(invoice);
  const terms = {
    ...soldBy(unit, given),
    customer: customer.id,
    subscription: given.subscription ?? null,
    invoice: invoice?.id ?? null,
    discountable: given.discountable,
    metadata: given.metadata,
    period: given.period,
  };
  const item = addPending(unit, terms, given.discounts || []);
  if (invoice !== null) rewriteLines(unit, invoice);
  return item;
}

function soldBy(unit: Unit, given: ItemGiven) {
  const { currency, description, quantity = 1 } = given;
  const price = priceIn(unit, given);
  if (price === null) return amountSold(given);
  const name = unit.recall('product', price.product)?.name ?? price.product;
  return { ...soldOnce(price, quantity, currency), description: description ?? name };
}

function priceIn(unit: Unit, { price_data: inline, pricing }: ItemGiven): Price | null {
  if (inline !== undefined) return inlinePrice(unit, inline);
  return pricing?.price === undefined ? null : required(unit, 'price', [pricing.price, 'pricing[price]']);
}

function amountSold({ amount, currency = 'usd', description = 'Invoice item' }: ItemGiven) {
  if (amount === undefined)
    throw refuse('parameter_missing', 'Pass `amount` and `currency`, or `pricing`.', { param: 'amount' });
  return { amount, currency, price: null, quantity: 1, description };
}

/** The draft with a line for each item that is on it now, before the lines of its subscription. */
function rewriteLines(unit: Unit, invoice: Invoice): void {
  const items = unit.list('invoiceitem', { parent: invoice.id }).reverse();
  const own = invoice.lines.data.filter(({ parent }) => parent.type === 'subscription_item_details');
  const subscription = invoice.parent?.subscription_details.subscription ?? null;
  const lines = items.map((item) => newLine(oneOffLine(item, subscription), invoice.id, unit));
  const data = [...lines, ...own];
  const ownLines = { ...invoice.lines, data: own };
  const changed = { ...invoice, lines: { ...invoice.lines, data, total_count: data.length } };
  const granted = [
    ...discountsOn(unit, items),
    ...runningOn(unit, { ...changed, lines: ownLines }, unit.now),
  ];
  unit.save(applyDiscounts(changed, granted), 'invoice.updated');
}

type ItemChanged = Pick<
  ItemGiven,
  'amount' | 'description' | 'discountable' | 'discounts' | 'period' | 'quantity'
> & {
  readonly metadata: Metadata;
};

export function changeItem(unit: Unit, item: InvoiceItem, given: ItemChanged): InvoiceItem {
  const invoice = draftOf(unit, item);
  const quantity = given.quantity ?? item.quantity;
  const each = item.quantity === 0 ? 0 : item.amount / item.quantity;
  const plain = {
    ...item,
    amount: given.amount ?? Math.round(each * quantity),
    description: given.description ?? item.description,
    discountable: given.discountable ?? item.discountable,
    metadata: given.metadata,
    period: given.period ?? item.period,
    quantity,
    quantity_decimal: String(quantity),
  };
  const changed = given.discounts === undefined ? plain : withDiscounts(unit, plain, given.discounts || []);
  unit.save(changed);
  if (invoice !== null) rewriteLines(unit, invoice);
  return changed;
}

export function deleteItem(unit: Unit, item: InvoiceItem): void {
  const invoice = draftOf(unit, item);
  unit.remove(item, 'invoiceitem.deleted');
  if (invoice !== null) rewriteLines(unit, invoice);
}

/** The draft that an item is on, or null while it waits. On any other invoice it stays as it is. */
function draftOf(unit: Unit, item: InvoiceItem): Invoice | null {
  if (item.invoice === null) return null;
  const invoice = required(unit, 'invoice', [item.invoice]);
  checkDraft(invoice);
  return invoice;
}
