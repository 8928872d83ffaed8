import { applyDiscounts, checkDraft, draftInvoice, type Invoice } from '../domain/invoice.ts';
import { newLine, oneOffLine, soldOnce, type InvoiceItem } from '../domain/invoice-line.ts';
import { waitingOf } from '../domain/objects.ts';
import { refuse } from '../domain/refusals.ts';
import { automaticTax, type Subscription } from '../domain/subscription.ts';
import { hour, type Metadata } from '../domain/wire.ts';
import { runningDiscounts } from './discounts.ts';
import { required } from './find.ts';
import { addPending, putOn } from './pending-items.ts';
import type { Unit } from './ports.ts';
import { ratesNamed, taxesFor } from './taxes.ts';

export type InvoiceGiven = {
  readonly customer?: string | undefined;
  readonly subscription?: string | undefined;
  readonly currency?: string | undefined;
  readonly auto_advance?: boolean | undefined;
  readonly automatic_tax?: { readonly enabled: boolean } | undefined;
  readonly collection_method?: string | undefined;
  readonly days_until_due?: number | undefined;
  readonly default_payment_method?: string | undefined;
  readonly default_tax_rates: readonly string[];
  readonly description?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly pending_invoice_items_behavior?: string | undefined;
};

/** A draft by hand. What waits for this customer is on it only where that is asked for. */
export function createInvoice(unit: Unit, given: InvoiceGiven): Invoice {
  const subscription = subscriptionIn(unit, given);
  const customer = required(unit, 'customer', [subscription?.customer ?? given.customer ?? '', 'customer']);
  const currency = currencyOf(given, [subscription?.currency, customer.currency]);
  const includes = given.pending_invoice_items_behavior === 'include' || subscription !== null;
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
      ...taxing(unit, given, customer),
      daysUntilDue: daysUntilDue(given),
    },
    unit,
  );
  const made = withRest(unit, draft, given);
  unit.save(made, 'invoice.created');
  putOn(unit, made.id, waiting);
  return made;
}

const currencyOf = ({ currency }: InvoiceGiven, known: readonly (string | null | undefined)[]): string =>
  currency?.toLowerCase() ?? known.find(Boolean) ?? 'usd';

const subscriptionIn = (unit: Unit, { subscription: id }: InvoiceGiven): Subscription | null =>
  id === undefined ? null : required(unit, 'subscription', [id, 'subscription']);

const waitingFor = (unit: Unit, customer: string, currency: string): InvoiceItem[] =>
  unit
    .list('invoiceitem', { parent: waitingOf(customer) })
    .filter((item) => item.currency === currency)
    .reverse();

const daysUntilDue = ({ collection_method, days_until_due = 30 }: InvoiceGiven): number | null =>
  collection_method === 'send_invoice' ? days_until_due : null;

const taxing = (unit: Unit, given: InvoiceGiven, customer: Parameters<typeof taxesFor>[2]) =>
  taxesFor(
    unit,
    {
      automatic_tax: automaticTax(given.automatic_tax?.enabled ?? false),
      default_tax_rates: ratesNamed(unit, given.default_tax_rates, 'default_tax_rates'),
    },
    customer,
  );

function withRest(unit: Unit, draft: Invoice, given: InvoiceGiven): Invoice {
  const advances = given.auto_advance ?? false;
  return {
    ...draft,
    auto_advance: advances,
    automatically_finalizes_at: advances ? unit.now + hour : null,
    default_payment_method: given.default_payment_method ?? null,
    description: given.description ?? null,
    metadata: given.metadata ?? {},
  };
}

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
  readonly invoice?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly period?: { readonly start: number; readonly end: number } | undefined;
  readonly pricing?: { readonly price?: string | undefined } | undefined;
  readonly quantity?: number | undefined;
  readonly subscription?: string | undefined;
};

/** Waits for the next invoice, or goes on the draft that is named. */
export function createItem(unit: Unit, given: ItemGiven): InvoiceItem {
  const customer = required(unit, 'customer', [given.customer ?? '', 'customer']);
  if (given.subscription !== undefined) required(unit, 'subscription', [given.subscription, 'subscription']);
  const invoice = given.invoice === undefined ? null : required(unit, 'invoice', [given.invoice, 'invoice']);
  if (invoice !== null) checkDraft(invoice);
  const item = addPending(unit, {
    ...soldBy(unit, given),
    customer: customer.id,
    subscription: given.subscription ?? null,
    invoice: invoice?.id ?? null,
    discountable: given.discountable,
    metadata: given.metadata,
    period: given.period,
  });
  if (invoice !== null) rewriteLines(unit, invoice);
  return item;
}

function soldBy(unit: Unit, { pricing, amount, currency, quantity = 1, description }: ItemGiven) {
  if (pricing?.price === undefined) {
    if (amount === undefined)
      throw refuse('parameter_missing', 'Pass `amount` and `currency`, or `pricing`.', { param: 'amount' });
    return {
      amount,
      currency: (currency ?? 'usd').toLowerCase(),
      price: null,
      quantity: 1,
      description: description ?? 'Invoice item',
    };
  }
  const price = required(unit, 'price', [pricing.price, 'pricing[price]']);
  const name = unit.recall('product', price.product)?.name ?? price.product;
  return { ...soldOnce(price, quantity), description: description ?? name };
}

/** The draft with a line for each item that is on it now, before the lines of its subscription. */
function rewriteLines(unit: Unit, invoice: Invoice): void {
  const items = unit.list('invoiceitem', { parent: invoice.id }).reverse();
  const own = invoice.lines.data.filter(({ parent }) => parent.type === 'subscription_item_details');
  const subscription = invoice.parent?.subscription_details.subscription ?? null;
  const lines = items.map((item) => newLine(oneOffLine(item, subscription), invoice.id, unit));
  const data = [...lines, ...own];
  const changed = { ...invoice, lines: { ...invoice.lines, data, total_count: data.length } };
  unit.save(applyDiscounts(changed, runningDiscounts(unit, invoice.discounts, unit.now)), 'invoice.updated');
}

type ItemChanged = Pick<ItemGiven, 'amount' | 'description' | 'discountable' | 'quantity'> & {
  readonly metadata: Metadata;
};

export function changeItem(unit: Unit, item: InvoiceItem, given: ItemChanged): InvoiceItem {
  const invoice = draftOf(unit, item);
  const quantity = given.quantity ?? item.quantity;
  const each = item.quantity === 0 ? 0 : item.amount / item.quantity;
  const changed = {
    ...item,
    amount: given.amount ?? Math.round(each * quantity),
    description: given.description ?? item.description,
    discountable: given.discountable ?? item.discountable,
    metadata: given.metadata,
    quantity,
    quantity_decimal: String(quantity),
  };
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
