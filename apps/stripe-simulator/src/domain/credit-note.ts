import type { BalanceMovement } from './customer-balance.ts';
import type { Invoice } from './invoice.ts';
import { refuse } from './refusals.ts';
import { listOf, orNull, type ListOf, type Making, type Metadata } from './wire.ts';

type CreditLine = ReturnType<typeof newCreditLine>;

type Shape = ReturnType<typeof shape>;
export type CreditNote = Omit<Shape, 'lines' | 'status'> & {
  readonly lines: ListOf<CreditLine>;
  readonly status: 'issued' | 'void';
};

/** How a credit on a paid invoice reaches the customer; the three add up to its amount. */
export type Ways = { readonly refund: number; readonly credit: number; readonly outOfBand: number };

export type CreditTerms = {
  readonly invoice: Invoice;
  readonly number: string;
  readonly amount: number;
  readonly lines: readonly {
    readonly amount: number;
    readonly description: string;
    readonly line: string | null;
  }[];
  readonly ways: Ways;
  readonly memo?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly reason?: 'duplicate' | 'fraudulent' | 'order_change' | 'product_unsatisfactory' | undefined;
  readonly pageUrl: string;
};

/** Takes back a part of an invoice that was issued. An open one is lowered, a paid one gives something back. */
export const newCreditNote = (terms: CreditTerms, making: Making): CreditNote => shape(terms, making);

function shape(terms: CreditTerms, making: Making) {
  const { invoice, amount, ways } = terms;
  const { now, newId } = making;
  const id = newId('cn');
  const lines = terms.lines.map((line) => newCreditLine(line, making));
  return {
    id,
    object: 'credit_note' as const,
    amount,
    amount_shipping: 0,
    created: now,
    currency: invoice.currency,
    customer: invoice.customer,
    customer_account: null,
    customer_balance_transaction: null as string | null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: now,
    invoice: invoice.id,
    lines: listOf(`/v1/credit_notes/${id}/lines`, lines),
    livemode: false,
    memo: orNull(terms.memo),
    metadata: terms.metadata ?? {},
    number: terms.number,
    out_of_band_amount: ways.outOfBand === 0 ? null : ways.outOfBand,
    pdf: `${terms.pageUrl}/i/${invoice.id}/pdf`,
    post_payment_amount: invoice.status === 'paid' ? amount : 0,
    pre_payment_amount: invoice.status === 'paid' ? 0 : amount,
    pretax_credit_amounts: [],
    reason: orNull(terms.reason),
    refunds: [] as readonly RefundTaken[],
    shipping_cost: null,
    status: 'issued' as const,
    subtotal: amount,
    subtotal_excluding_tax: amount as number | null,
    total: amount,
    total_excluding_tax: amount as number | null,
    total_taxes: [],
    type: invoice.status === 'paid' ? ('post_payment' as const) : ('pre_payment' as const),
    voided_at: null as number | null,
  };
}

type RefundTaken = {
  readonly amount_refunded: number;
  readonly payment_record_refund: null;
  readonly refund: string;
  readonly type: 'refund';
};

type LineTerms = CreditTerms['lines'][number];

const newCreditLine = ({ amount, description, line }: LineTerms, { newId }: Making) => ({
  id: newId('cnli'),
  object: 'credit_note_line_item' as const,
  amount,
  description,
  discount_amount: 0,
  discount_amounts: [],
  ...(line === null ? {} : { invoice_line_item: line }),
  livemode: false,
  metadata: {},
  pretax_credit_amounts: [],
  quantity: 1,
  tax_rates: [],
  taxes: [],
  type: line === null ? ('custom_line_item' as const) : ('invoice_line_item' as const),
  unit_amount: amount,
  unit_amount_decimal: String(amount),
});

/** How much of the invoice can still be credited. */
export const creditable = (invoice: Invoice): number =>
  invoice.status === 'paid'
    ? invoice.amount_paid - invoice.post_payment_credit_notes_amount
    : invoice.amount_remaining;

export function checkCredit(invoice: Invoice, amount: number, ways: Ways): void {
  if (invoice.status !== 'open' && invoice.status !== 'paid')
    throw refuse(
      'invoice_not_editable',
      `Invoice ${invoice.id} is ${invoice.status} and cannot be credited.`,
    );
  if (amount <= 0 || amount > creditable(invoice))
    throw refuse(
      'credit_too_large',
      `The credit of ${amount} is not between 1 and the ${creditable(invoice)} that can be credited.`,
      { param: 'amount' },
    );
  const sum = ways.refund + ways.credit + ways.outOfBand;
  if (invoice.status === 'paid' ? sum !== amount : sum !== 0)
    throw refuse(
      'parameter_invalid',
      invoice.status === 'paid'
        ? 'The sum of credit_amount, refund_amount and out_of_band_amount must equal the amount of the credit note.'
        : 'An open invoice is only lowered: it takes no refund_amount, credit_amount or out_of_band_amount.',
    );
}

/** The invoice after the credit: lower when it is open, with a note of it when it is paid. `sign` −1 takes it back. */
export function creditInvoice(invoice: Invoice, amount: number, sign: 1 | -1 = 1): Invoice {
  if (invoice.status === 'paid')
    return {
      ...invoice,
      post_payment_credit_notes_amount: invoice.post_payment_credit_notes_amount + sign * amount,
    };
  return {
    ...invoice,
    amount_due: invoice.amount_due - sign * amount,
    amount_remaining: invoice.amount_remaining - sign * amount,
    pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount + sign * amount,
  };
}

export const withMovement = (note: CreditNote, movement: BalanceMovement | null): CreditNote => ({
  ...note,
  customer_balance_transaction: movement?.id ?? null,
});

export const withRefund = (note: CreditNote, refund: string, amount: number): CreditNote => ({
  ...note,
  refunds: [{ amount_refunded: amount, payment_record_refund: null, refund, type: 'refund' }],
});
