import { type Customer } from './customer.ts';
import type { DiscountAmount, Granted } from './discount.ts';
import { discounted, newLine, type InvoiceLine, type LineTerms, type PretaxCredit } from './invoice-line.ts';
import { refuse } from './refusals.ts';
import { hour, listOf, type ListOf, type Making, type Metadata } from './wire.ts';

export type BillingReason =
  'manual' | 'subscription_create' | 'subscription_cycle' | 'subscription_update' | 'upcoming';

type InvoiceStatus = 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';

type Shape = ReturnType<typeof shape>;
export type Invoice = Omit<Shape, 'lines' | 'status' | 'status_transitions'> & {
  readonly status: InvoiceStatus;
  readonly lines: ListOf<InvoiceLine>;
  readonly status_transitions: {
    readonly finalized_at: number | null;
    readonly marked_uncollectible_at: number | null;
    readonly paid_at: number | null;
    readonly voided_at: number | null;
  };
};

export type InvoiceTerms = {
  readonly customer: Customer;
  readonly currency: string;
  readonly reason: BillingReason;
  readonly subscription: { readonly id: string; readonly metadata: Metadata } | null;
  readonly lines: readonly LineTerms[];
  readonly granted: readonly Granted[];
  /** The period that is over by now, to which usage would belong; not the one that the lines sell. */
  readonly period: { readonly start: number; readonly end: number };
};

/** How long an invoice that came by itself may still be changed before it is finalized. */
const draftFor = hour;

/** A draft. One that comes by itself finalizes an hour later; the first one of a subscription does not wait. */
export function draftInvoice(terms: InvoiceTerms, making: Making): Invoice {
  const id = making.newId(terms.reason === 'upcoming' ? 'upcoming_in' : 'in');
  const lines = terms.lines.map((line) => newLine(line, id, making));
  const invoice = shape({ ...terms, id, now: making.now });
  const finalizes = terms.reason === 'subscription_cycle' ? making.now + draftFor : null;
  const draft = { ...invoice, lines: listOf(`/v1/invoices/${id}/lines`, lines) };
  return { ...applyDiscounts(draft, terms.granted), automatically_finalizes_at: finalizes };
}

/** The invoice with these discounts and no others, and every total that follows from them. */
export function applyDiscounts(invoice: Invoice, granted: readonly Granted[]): Invoice {
  const lines = discounted(invoice.lines.data, granted, invoice.currency);
  const subtotal = sum(lines.map(({ amount }) => amount));
  const totals = granted.map(({ discount }) => ({
    amount: sum(
      lines
        .flatMap((line) => line.discount_amounts.filter((taken) => taken.discount === discount.id))
        .map(({ amount }) => amount),
    ),
    discount: discount.id,
  }));
  const total = subtotal - sum(totals.map(({ amount }) => amount));
  return {
    ...invoice,
    amount_due: Math.max(0, total),
    amount_remaining: Math.max(0, total),
    discounts: granted.map(({ discount }) => discount.id),
    lines: { ...invoice.lines, data: lines },
    subtotal,
    subtotal_excluding_tax: subtotal,
    total,
    total_discount_amounts: totals,
    total_excluding_tax: total,
    total_pretax_credit_amounts: totals.map((taken) => ({ ...taken, type: 'discount' as const })),
  };
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

const shape = (terms: InvoiceTerms & { readonly id: string; readonly now: number }) => ({
  ...constants,
  id: terms.id,
  amount_due: 0,
  amount_paid: 0,
  amount_remaining: 0,
  attempt_count: 0,
  attempted: false,
  auto_advance: true,
  automatically_finalizes_at: null as number | null,
  billing_reason: terms.reason,
  created: terms.now,
  currency: terms.currency,
  customer: terms.customer.id,
  customer_address: terms.customer.address,
  customer_email: terms.customer.email,
  customer_name: terms.customer.name,
  customer_phone: terms.customer.phone,
  default_payment_method: null as string | null,
  description: null as string | null,
  discounts: [] as readonly string[],
  effective_at: null as number | null,
  ending_balance: null as number | null,
  hosted_invoice_url: null as string | null,
  lines: listOf<InvoiceLine>(`/v1/invoices/${terms.id}/lines`, []),
  metadata: {} as Metadata,
  next_payment_attempt: null as number | null,
  number: null as string | null,
  parent: parentOf(terms.subscription),
  period_end: terms.period.end,
  period_start: terms.period.start,
  status: 'draft' as InvoiceStatus,
  status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
  subtotal: 0,
  subtotal_excluding_tax: 0 as number | null,
  total: 0,
  total_discount_amounts: [] as readonly DiscountAmount[],
  total_excluding_tax: 0 as number | null,
  total_pretax_credit_amounts: [] as readonly PretaxCredit[],
  /** Never shown: since when payment fails, and the card that will never work. */
  sim: { failedSince: null as number | null, deadCard: null as string | null },
});

const parentOf = (subscription: InvoiceTerms['subscription']) =>
  subscription === null
    ? null
    : {
        quote_details: null,
        subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
        type: 'subscription_details' as const,
      };

const constants = {
  object: 'invoice' as const,
  account_country: 'US',
  account_name: 'Simulated account',
  account_tax_ids: null,
  amount_overpaid: 0,
  amount_shipping: 0,
  application: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  collection_method: 'charge_automatically' as const,
  custom_fields: null,
  customer_account: null,
  customer_shipping: null,
  customer_tax_exempt: 'none' as const,
  customer_tax_ids: [],
  default_source: null,
  default_tax_rates: [],
  due_date: null,
  footer: null,
  from_invoice: null,
  invoice_pdf: null,
  issuer: { type: 'self' as const },
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  on_behalf_of: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  starting_balance: 0,
  statement_descriptor: null,
  test_clock: null,
  total_taxes: [],
  webhooks_delivered_at: null,
};

/** The subscription that an invoice belongs to, or null. */
export const subscriptionOf = ({ parent }: Invoice): string | null =>
  parent?.subscription_details.subscription ?? null;

/** When an invoice next moves by itself: a draft finalizes, an open one is tried again. */
export function invoiceDue({
  status,
  auto_advance,
  automatically_finalizes_at,
  next_payment_attempt,
}: Invoice) {
  if (!auto_advance) return null;
  if (status === 'draft') return automatically_finalizes_at;
  return status === 'open' ? next_payment_attempt : null;
}

export function checkDraft({ id, status }: Invoice): void {
  if (status !== 'draft')
    throw refuse(
      'invoice_not_editable',
      `Invoice ${id} is ${status}; only a draft can be changed like this.`,
    );
}
