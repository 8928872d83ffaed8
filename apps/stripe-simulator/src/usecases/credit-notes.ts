import {
  checkCredit,
  creditInvoice,
  newCreditNote,
  withMovement,
  withRefund,
  type CreditNote,
  type CreditTerms,
  type Ways,
} from '../domain/credit-note.ts';
import type { Invoice } from '../domain/invoice.ts';
import { refuse } from '../domain/refusals.ts';
import { moveCustomerBalance } from './customer-balance.ts';
import { required } from './find.ts';
import type { Unit } from './ports.ts';
import { refundCharge } from './refund-charge.ts';
import { payInvoice } from './settle-invoice.ts';
import { intentOf } from './take-payment.ts';

export type CreditGiven = {
  readonly invoice: string;
  readonly amount?: number | undefined;
  readonly lines?: readonly LineGiven[] | undefined;
  readonly refund_amount?: number | undefined;
  readonly credit_amount?: number | undefined;
  readonly out_of_band_amount?: number | undefined;
} & Pick<CreditTerms, 'memo' | 'metadata' | 'reason'>;

type LineGiven = {
  readonly type: string;
  readonly amount?: number | undefined;
  readonly description?: string | undefined;
  readonly invoice_line_item?: string | undefined;
  readonly quantity?: number | undefined;
  readonly unit_amount?: number | undefined;
};

/** A credit note as it would be. Nothing is kept. */
export function previewCredit(unit: Unit, given: CreditGiven): CreditNote {
  const invoice = required(unit, 'invoice', [given.invoice, 'invoice']);
  const lines = linesOf(invoice, given);
  const amount = given.amount ?? lines.reduce((sum, line) => sum + line.amount, 0);
  const ways = waysOf(invoice, amount, given);
  checkCredit(invoice, amount, ways);
  const count = unit.count('credit_note', { parent: invoice.id }) + 1;
  const number = `${invoice.number}-CN-${String(count).padStart(2, '0')}`;
  return newCreditNote({ ...given, invoice, number, amount, lines, ways, pageUrl: unit.pageUrl }, unit);
}

function waysOf(invoice: Invoice, amount: number, given: CreditGiven): Ways {
  const { refund_amount = 0, credit_amount = 0, out_of_band_amount = 0 } = given;
  const says = refund_amount + credit_amount + out_of_band_amount > 0;
  // Stripe gives to the customer's balance where nobody says how.
  return {
    refund: refund_amount,
    credit: says || invoice.status !== 'paid' ? credit_amount : amount,
    outOfBand: out_of_band_amount,
  };
}

function linesOf(invoice: Invoice, { lines, amount }: CreditGiven): CreditTerms['lines'] {
  if (lines === undefined) {
    if (amount === undefined)
      throw refuse('parameter_missing', 'Pass `amount` or `lines`.', { param: 'amount' });
    return [{ amount, description: `Credit on invoice ${invoice.number}`, line: null }];
  }
  return lines.map((given, index) => lineOf(invoice, given, index));
}

function lineOf(invoice: Invoice, given: LineGiven, index: number): CreditTerms['lines'][number] {
  if (given.type !== 'invoice_line_item')
    return { amount: amountOf(given, 0), description: given.description ?? 'Credit', line: null };
  const line = invoice.lines.data.find(({ id }) => id === given.invoice_line_item);
  if (line === undefined)
    throw refuse('resource_missing', `No such line item: '${given.invoice_line_item}'`, {
      param: `lines[${index}][invoice_line_item]`,
    });
  const description = given.description ?? line.description;
  return { amount: amountOf(given, line.amount), description, line: line.id };
}

const amountOf = ({ amount, unit_amount, quantity = 1 }: LineGiven, whole: number): number =>
  amount ?? (unit_amount === undefined ? whole : unit_amount * quantity);

/** Issues it: an open invoice is lowered, and paid when nothing is left; of a paid one the money goes back as asked. */
export function issueCredit(unit: Unit, given: CreditGiven): CreditNote {
  const note = previewCredit(unit, given);
  const invoice = required(unit, 'invoice', [given.invoice, 'invoice']);
  const ways = waysOf(invoice, note.amount, given);
  const credited = creditInvoice(invoice, note.amount);
  const settled = withWays(unit, { note, invoice, ways });
  unit.save(settled, 'credit_note.created');
  unit.save(credited, 'invoice.updated');
  if (credited.status === 'open' && credited.amount_remaining === 0)
    payInvoice(unit, credited, { method: null, automatic: false });
  else if (credited.status === 'open') lowerIntent(unit, credited);
  return settled;
}

type Giving = { readonly note: CreditNote; readonly invoice: Invoice; readonly ways: Ways };

function withWays(unit: Unit, { note, invoice, ways }: Giving): CreditNote {
  const credited =
    ways.credit === 0
      ? note
      : withMovement(
          note,
          moveCustomerBalance(unit, {
            customer: invoice.customer,
            amount: -ways.credit,
            currency: invoice.currency,
            type: 'credit_note',
            creditNote: note.id,
          }),
        );
  if (ways.refund === 0) return credited;
  const { latest_charge } = intentOf(unit, invoice);
  const charge = required(unit, 'charge', [latest_charge ?? '', 'refund_amount']);
  const refund = refundCharge(unit, charge, { amount: ways.refund, reason: null, metadata: {} });
  return withRefund(credited, refund.id, ways.refund);
}

/** The card is asked for what is left. */
function lowerIntent(unit: Unit, invoice: Invoice): void {
  const intent = intentOf(unit, invoice);
  unit.save({ ...intent, amount: invoice.amount_remaining });
  for (const payment of unit.list('invoice_payment', { parent: invoice.id }))
    unit.save({ ...payment, amount_requested: invoice.amount_remaining });
}

/** As if it had never been issued; only on an open invoice, for money that went back is gone. */
export function voidCredit(unit: Unit, note: CreditNote): CreditNote {
  const invoice = required(unit, 'invoice', [note.invoice]);
  if (note.status === 'void' || invoice.status !== 'open')
    throw refuse('invoice_not_editable', `Credit note ${note.id} can no longer be voided.`);
  const voided = { ...note, status: 'void', voided_at: unit.now } as const;
  unit.save(voided, 'credit_note.voided');
  const raised = creditInvoice(invoice, note.amount, -1);
  unit.save(raised, 'invoice.updated');
  lowerIntent(unit, raised);
  return voided;
}
