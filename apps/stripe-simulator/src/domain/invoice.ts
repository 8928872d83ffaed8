import { balanceIn, type Customer, type CustomField } from './customer.ts';
import { targetOf, type DiscountAmount, type Granted } from './discount.ts';
import {
  discounted,
  newLine,
  taxed,
  type InvoiceLine,
  type LineTerms,
  type PretaxCredit,
} from './invoice-line.ts';
import { refuse } from './refusals.ts';
import { onTop, totalTaxes, type Tax, type TaxRate } from './tax.ts';
import { hour, listOf, type ListOf, type Making, type Metadata } from './wire.ts';

export type BillingReason =
  | 'manual'
  | 'subscription_create'
  | 'subscription_cycle'
  | 'subscription_update'
  | 'upcoming';

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
  /** Taken on every line. */
  readonly rates?: readonly TaxRate[];
  /** Whether they come from automatic tax, and if so whether it knew where the customer is. */
  readonly automaticTax?: 'complete' | 'requires_location_inputs' | null;
  /** Sent with this many days to pay, instead of charged. */
  readonly daysUntilDue?: number | null;
  readonly written?: Written | undefined;
  /** The period that is over by now, to which usage would belong; not the one that the lines sell. */
  readonly period: { readonly start: number; readonly end: number };
};

/** What stands on an invoice beside what it sells. */
export type Written = {
  readonly custom_fields: readonly CustomField[] | null;
  readonly description: string | null;
  readonly footer: string | null;
};

/** How long an invoice that came by itself may still be changed before it is finalized. */
const draftFor = hour;

/** A draft. One that comes by itself finalizes an hour later; the first one of a subscription does not wait. */
export function draftInvoice(terms: InvoiceTerms, making: Making): Invoice {
  const id = making.newId(terms.reason === 'upcoming' ? 'upcoming_in' : 'in');
  const lines = terms.lines.map((line) => newLine(line, id, making));
  const invoice = shape({ ...terms, id, now: making.now, clock: making.clock ?? null });
  const finalizes = terms.reason === 'subscription_cycle' ? making.now + draftFor : null;
  const draft = { ...invoice, lines: listOf(`/v1/invoices/${id}/lines`, lines) };
  return { ...applyDiscounts(draft, terms.granted), automatically_finalizes_at: finalizes };
}

/** The invoice with these discounts and no others, its taxes, and every total that follows from them. */
export function applyDiscounts(invoice: Invoice, granted: readonly Granted[]): Invoice {
  const lines = taxed(
    discounted(invoice.lines.data, granted, invoice.currency),
    // Files of an earlier day lack them.
    invoice.sim.rates ?? [],
  );
  const totals = granted.map(({ discount }) => ({
    amount: sum(
      lines
        .flatMap((line) => line.discount_amounts.filter((taken) => taken.discount === discount.id))
        .map(({ amount }) => amount),
    ),
    discount: discount.id,
  }));
  return withTotals({
    ...invoice,
    discounts: granted.flatMap(({ discount }) => (targetOf(discount) === null ? discount.id : [])),
    lines: { ...invoice.lines, data: lines },
    total_discount_amounts: totals,
    total_pretax_credit_amounts: totals.map((taken) => ({ ...taken, type: 'discount' as const })),
  });
}

/** Every total that follows from lines, discounts, taxes and what the customer has to their credit. */
function withTotals(invoice: Invoice): Invoice {
  const lines = invoice.lines.data;
  const subtotal = sum(lines.map(({ amount }) => amount));
  const off = sum(invoice.total_discount_amounts.map(({ amount }) => amount));
  const total_taxes = totalTaxes(lines.map(({ taxes }) => taxes));
  const total = subtotal - off + onTop(total_taxes);
  const inclusive = sum(total_taxes.map(({ amount }) => amount)) - onTop(total_taxes);
  const due = Math.max(0, total + invoice.starting_balance);
  return {
    ...invoice,
    amount_due: due,
    amount_remaining: due,
    subtotal,
    subtotal_excluding_tax: subtotal - inclusive,
    total,
    total_excluding_tax: subtotal - off - inclusive,
    total_taxes,
  };
}

/** What the customer has to their credit (below zero) or owes, as it stands at this moment. */
export const withBalance = (invoice: Invoice, balance: number): Invoice =>
  withTotals({ ...invoice, starting_balance: balance });

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

type Shaping = InvoiceTerms & { readonly id: string; readonly now: number; readonly clock: string | null };

const shape = (terms: Shaping) => ({
  ...constants,
  ...beginnings,
  ...customerOf(terms),
  id: terms.id,
  ...(terms.written ?? { custom_fields: null, description: null, footer: null }),
  automatic_tax: automaticTaxOf(terms.automaticTax ?? null),
  billing_reason: terms.reason,
  default_tax_rates: (terms.automaticTax ? [] : (terms.rates ?? [])) as readonly TaxRate[],
  collection_method: isSent(terms) ? ('send_invoice' as const) : ('charge_automatically' as const),
  created: terms.now,
  currency: terms.currency,
  lines: listOf<InvoiceLine>(`/v1/invoices/${terms.id}/lines`, []),
  metadata: {} as Metadata,
  parent: parentOf(terms.subscription),
  period_end: terms.period.end,
  period_start: terms.period.start,
  test_clock: terms.clock,
  /** Never shown: since when payment fails, the card that will never work, the taxes that count, days to pay, what holds it. */
  sim: {
    failedSince: null as number | null,
    deadCard: null as string | null,
    rates: terms.rates ?? [],
    daysUntilDue: terms.daysUntilDue ?? null,
    isOverdue: false,
    isUnacknowledged: false,
  },
});

const isSent = ({ daysUntilDue }: InvoiceTerms): boolean =>
  daysUntilDue !== undefined && daysUntilDue !== null;

const customerOf = ({ customer, currency }: Pick<InvoiceTerms, 'currency' | 'customer'>) => ({
  customer: customer.id,
  customer_address: customer.address,
  customer_email: customer.email,
  customer_name: customer.name,
  customer_phone: customer.phone,
  customer_shipping: customer.shipping,
  customer_tax_exempt: customer.tax_exempt,
  starting_balance: balanceIn(customer, currency),
});

/** What every draft starts with. */
const beginnings = {
  amount_due: 0,
  amount_paid: 0,
  amount_remaining: 0,
  attempt_count: 0,
  attempted: false,
  auto_advance: true,
  automatically_finalizes_at: null as number | null,
  default_payment_method: null as string | null,
  discounts: [] as readonly string[],
  due_date: null as number | null,
  effective_at: null as number | null,
  ending_balance: null as number | null,
  hosted_invoice_url: null as string | null,
  invoice_pdf: null as string | null,
  next_payment_attempt: null as number | null,
  number: null as string | null,
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  status: 'draft' as InvoiceStatus,
  status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
  subtotal: 0,
  subtotal_excluding_tax: 0 as number | null,
  total: 0,
  total_discount_amounts: [] as readonly DiscountAmount[],
  total_excluding_tax: 0 as number | null,
  total_pretax_credit_amounts: [] as readonly PretaxCredit[],
  total_taxes: [] as readonly Tax[],
};

export const automaticTaxOf = (status: 'complete' | 'requires_location_inputs' | null) =>
  status === null
    ? { disabled_reason: null, enabled: false, liability: null, provider: null, status: null }
    : {
        disabled_reason: null,
        enabled: true,
        liability: { type: 'self' as const },
        provider: 'stripe',
        status,
      };

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
  customer_account: null,
  customer_tax_ids: [],
  default_source: null,
  from_invoice: null,
  issuer: { type: 'self' as const },
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  on_behalf_of: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  statement_descriptor: null as string | null,
  webhooks_delivered_at: null,
};

/** The subscription that an invoice belongs to, or null. */
export const subscriptionOf = ({ parent }: Invoice): string | null =>
  parent?.subscription_details.subscription ?? null;

/** When an invoice next moves by itself: a draft finalizes, an open one is tried again or becomes overdue. */
export function invoiceDue(invoice: Invoice): number | null {
  const { status, auto_advance, collection_method, due_date, sim } = invoice;
  if (!auto_advance) return null;
  if (status === 'draft') return invoice.automatically_finalizes_at;
  if (status !== 'open') return null;
  if (collection_method === 'send_invoice') return sim.isOverdue ? null : due_date;
  return invoice.next_payment_attempt;
}

export function checkDraft({ id, status }: Invoice): void {
  if (status !== 'draft')
    throw refuse(
      'invoice_not_editable',
      `Invoice ${id} is ${status}; only a draft can be changed like this.`,
    );
}
