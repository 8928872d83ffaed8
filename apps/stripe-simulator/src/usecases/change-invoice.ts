import { customFieldsOf, type CustomField } from '../domain/customer.ts';
import { resumeCollecting, stopCollecting } from '../domain/invoice-life.ts';
import { applyDiscounts, automaticTaxOf, checkDraft, type Invoice } from '../domain/invoice.ts';
import { refuse } from '../domain/refusals.ts';
import { automaticTax } from '../domain/subscription.ts';
import { mergeMetadata, type Metadata } from '../domain/wire.ts';
import { runningOn, type DiscountGiven } from './discounts.ts';
import { required } from './find.ts';
import { rediscountDraft } from './invoices.ts';
import { ownedBy } from './payment-methods.ts';
import type { Unit } from './ports.ts';
import { ratesNamed, taxesFor } from './taxes.ts';

/** Empty text unsets. */
export type InvoiceChange = {
  readonly auto_advance?: boolean | undefined;
  readonly automatic_tax?: { readonly enabled: boolean } | undefined;
  readonly automatically_finalizes_at?: number | undefined;
  readonly collection_method?: 'charge_automatically' | 'send_invoice' | undefined;
  readonly custom_fields?: '' | readonly CustomField[] | undefined;
  readonly days_until_due?: number | undefined;
  readonly default_payment_method?: string | undefined;
  readonly default_tax_rates?: '' | readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly discounts?: readonly DiscountGiven[] | undefined;
  readonly due_date?: number | undefined;
  readonly effective_at?: number | '' | undefined;
  readonly footer?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly number?: string | undefined;
  readonly statement_descriptor?: string | undefined;
};

/** What can still change on an invoice that was finalized. */
const always = new Set(['auto_advance', 'default_payment_method', 'description', 'metadata']);

/** The invoice with what was asked for changed; it is not kept yet. */
export function changeInvoice(unit: Unit, invoice: Invoice, change: InvoiceChange): Invoice {
  checkChangeable(invoice, change);
  const rediscounted =
    change.discounts === undefined ? invoice : rediscountDraft(unit, invoice, change.discounts);
  const taxed = withTaxes(unit, rediscounted, change);
  return {
    ...withDueDate(unit, advanced(unit, taxed, change), change),
    custom_fields:
      change.custom_fields === undefined ? invoice.custom_fields : customFieldsOf(change.custom_fields),
    default_payment_method: cardOf(unit, invoice, change.default_payment_method),
    description: textOf(change.description, invoice.description),
    effective_at: change.effective_at === '' ? null : (change.effective_at ?? invoice.effective_at),
    footer: textOf(change.footer, invoice.footer),
    metadata: mergeMetadata(invoice.metadata, change.metadata),
    number: textOf(change.number, invoice.number),
    statement_descriptor: textOf(change.statement_descriptor, invoice.statement_descriptor),
  };
}

const textOf = (given: string | undefined, current: string | null): string | null =>
  given === undefined ? current : given || null;

function checkChangeable(invoice: Invoice, change: InvoiceChange): void {
  const asked = Object.entries(change).flatMap(([key, value]) => (value === undefined ? [] : key));
  if (asked.some((key) => !always.has(key))) checkDraft(invoice);
  const asksToPay = change.auto_advance !== undefined || change.default_payment_method !== undefined;
  if (invoice.status === 'void' || (invoice.status === 'paid' && asksToPay))
    throw refuse(
      'invoice_not_editable',
      `Invoice ${invoice.id} is ${invoice.status} and can no longer change.`,
    );
}

function advanced(unit: Unit, invoice: Invoice, change: InvoiceChange): Invoice {
  const { auto_advance = invoice.auto_advance, automatically_finalizes_at: at } = change;
  if (at !== undefined) {
    if (at <= unit.now)
      throw refuse('parameter_invalid', 'automatically_finalizes_at must lie in the future.', {
        param: 'automatically_finalizes_at',
      });
    return { ...invoice, auto_advance: true, automatically_finalizes_at: at };
  }
  if (auto_advance === invoice.auto_advance) return invoice;
  return auto_advance ? resumeCollecting(invoice, unit.now) : stopCollecting(invoice);
}

function withTaxes(unit: Unit, invoice: Invoice, change: InvoiceChange): Invoice {
  const { automatic_tax: automatic, default_tax_rates: rates } = change;
  if (automatic === undefined && rates === undefined) return invoice;
  const taxing = taxesFor(
    unit,
    {
      automatic_tax: automaticTax(automatic?.enabled ?? invoice.automatic_tax.enabled),
      default_tax_rates:
        rates === undefined ? invoice.default_tax_rates : ratesNamed(unit, rates || [], 'default_tax_rates'),
    },
    required(unit, 'customer', [invoice.customer]),
  );
  const changed = {
    ...invoice,
    automatic_tax: automaticTaxOf(taxing.automaticTax),
    default_tax_rates: taxing.automaticTax === null ? taxing.rates : [],
    sim: { ...invoice.sim, rates: taxing.rates },
  };
  return applyDiscounts(changed, runningOn(unit, invoice, unit.now));
}

const DAYS_TO_PAY = 30;

/** An invoice that is sent is due some days after, or on the day that is named. */
function withDueDate(unit: Unit, invoice: Invoice, change: InvoiceChange): Invoice {
  const { collection_method = invoice.collection_method, days_until_due: days, due_date: date } = change;
  checkDueDate(unit, change, collection_method);
  const isSent = collection_method === 'send_invoice';
  const daysUntilDue = isSent ? (days ?? invoice.sim.daysUntilDue ?? DAYS_TO_PAY) : null;
  return {
    ...invoice,
    collection_method,
    due_date: isSent ? (date ?? invoice.due_date) : null,
    sim: { ...invoice.sim, daysUntilDue },
  };
}

function checkDueDate(
  { now }: Unit,
  { days_until_due: days, due_date: date }: InvoiceChange,
  way: Invoice['collection_method'],
): void {
  const param = date === undefined ? 'days_until_due' : 'due_date';
  if (way === 'charge_automatically' && (days !== undefined || date !== undefined))
    throw refuse('parameter_invalid', 'Only an invoice that is sent has a due date.', { param });
  if (date !== undefined && date <= now)
    throw refuse('parameter_invalid', 'due_date must lie in the future.', { param });
}

function cardOf(unit: Unit, invoice: Invoice, asked: string | undefined): string | null {
  if (asked === undefined) return invoice.default_payment_method;
  return asked === '' ? null : ownedBy(unit, invoice.customer, [asked, 'default_payment_method']).id;
}
