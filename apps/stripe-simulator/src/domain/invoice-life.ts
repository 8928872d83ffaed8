import type { Invoice } from './invoice.ts';
import { smallestCharge } from './currency.ts';
import { day, hour, type Making } from './wire.ts';

type Finalizing = { readonly number: string; readonly now: number; readonly pageUrl: string };

/**
 * From here on the amount stands. What costs nothing is paid by this.
 *
 * What is too small for a card, or below zero, goes to the customer's balance.
 */
export function finalize(invoice: Invoice, { number, now, pageUrl }: Finalizing): Invoice {
  const sum = invoice.total + invoice.starting_balance;
  const isTooSmall = sum > 0 && sum < smallestCharge(invoice.currency);
  const due = isTooSmall ? 0 : Math.max(0, sum);
  const { daysUntilDue } = invoice.sim;
  return {
    ...invoice,
    status: 'open',
    amount_due: due,
    amount_remaining: due,
    automatically_finalizes_at: null,
    due_date: invoice.due_date ?? (daysUntilDue === null ? null : now + daysUntilDue * day),
    effective_at: invoice.effective_at ?? now,
    ending_balance: isTooSmall ? sum : Math.min(0, sum),
    hosted_invoice_url: `${pageUrl}/i/${invoice.id}`,
    invoice_pdf: `${pageUrl}/i/${invoice.id}/pdf`,
    number: invoice.number ?? number,
    status_transitions: { ...invoice.status_transitions, finalized_at: now },
  };
}

/** By how much finalizing moved the customer's balance, and why. */
export function balanceMoved({ starting_balance, ending_balance, total }: Invoice) {
  const amount = (ending_balance ?? 0) - starting_balance;
  if (amount === 0) return null;
  const isTooSmall = total > 0 && (ending_balance ?? 0) > 0;
  return { amount, type: isTooSmall ? ('invoice_too_small' as const) : ('applied_to_invoice' as const) };
}

/** Paid in full. Attempts that Stripe makes by itself are counted, a payment on request is not. */
export const markPaid = (invoice: Invoice, now: number, automatic: boolean): Invoice => ({
  ...invoice,
  status: 'paid',
  amount_paid: invoice.amount_due,
  amount_remaining: 0,
  attempt_count: invoice.attempt_count + (automatic && invoice.amount_due > 0 ? 1 : 0),
  attempted: true,
  auto_advance: false,
  next_payment_attempt: null,
  status_transitions: { ...invoice.status_transitions, paid_at: now },
});

export type Failure = {
  readonly now: number;
  readonly automatic: boolean;
  /** The card that no retry can help, or null. */
  readonly deadCard: string | null;
  readonly nextAttempt: (since: number, attempts: number) => number | null;
};

/** Still open. An attempt that Stripe made by itself raises the count and sets the next; one on request changes no date. */
export function recordFailure(invoice: Invoice, failure: Failure): Invoice {
  const since = invoice.sim.failedSince ?? failure.now;
  const attempts = invoice.attempt_count + (failure.automatic ? 1 : 0);
  return {
    ...invoice,
    attempt_count: attempts,
    attempted: true,
    next_payment_attempt: failure.automatic
      ? failure.nextAttempt(since, attempts)
      : invoice.next_payment_attempt,
    sim: { ...invoice.sim, failedSince: since, deadCard: failure.deadCard },
  };
}

export const markVoid = (invoice: Invoice, now: number): Invoice => ({
  ...stopCollecting(invoice),
  status: 'void',
  amount_remaining: 0,
  status_transitions: { ...invoice.status_transitions, voided_at: now },
});

export const markUncollectible = (invoice: Invoice, now: number): Invoice => ({
  ...stopCollecting(invoice),
  status: 'uncollectible',
  status_transitions: { ...invoice.status_transitions, marked_uncollectible_at: now },
});

/** No more finalizing or charging by itself. */
export const stopCollecting = (invoice: Invoice): Invoice => ({
  ...invoice,
  auto_advance: false,
  automatically_finalizes_at: null,
  next_payment_attempt: null,
});

const LONGEST_HOLD = 3 * day;

/** A draft whose creation some endpoint has not acknowledged does not finalize before `until`, or three days after it was made. */
export const holdUntil = (invoice: Invoice, until: number): Invoice => ({
  ...invoice,
  automatically_finalizes_at: Math.min(until, invoice.created + LONGEST_HOLD),
  sim: { ...invoice.sim, isUnacknowledged: true },
});

/** Every endpoint has heard of it after all: an hour is left to change it, as after its creation. */
export const acknowledged = (invoice: Invoice, now: number): Invoice => ({
  ...holdUntil(invoice, now + hour),
  sim: { ...invoice.sim, isUnacknowledged: false },
});

/** A draft that was held goes on: it finalizes an hour from now. */
export const resumeCollecting = (invoice: Invoice, now: number): Invoice => ({
  ...invoice,
  auto_advance: true,
  automatically_finalizes_at:
    invoice.status === 'draft' ? (invoice.automatically_finalizes_at ?? now + hour) : null,
});

/** As it would be shown before it exists: nothing of it was numbered, sent or paid. */
export function asPreview(invoice: Invoice, { newId }: Making): Invoice {
  const id = invoice.id.startsWith('upcoming_in_') ? invoice.id : newId('upcoming_in');
  return {
    ...invoice,
    id,
    amount_paid: 0,
    amount_remaining: invoice.amount_due,
    attempt_count: 0,
    attempted: false,
    effective_at: null,
    ending_balance: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    lines: {
      ...invoice.lines,
      data: invoice.lines.data.map((line) => ({ ...line, invoice: id })),
      url: `/v1/invoices/${id}/lines`,
    },
    number: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
  };
}
