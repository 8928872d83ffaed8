import type { Invoice } from './invoice.ts';
import { hour } from './wire.ts';

type Numbered = { readonly number: string; readonly now: number };

/** From here on the amount stands. What costs nothing is paid by this. */
export const finalize = (invoice: Invoice, { number, now }: Numbered): Invoice => ({
  ...invoice,
  status: 'open',
  automatically_finalizes_at: null,
  effective_at: now,
  ending_balance: 0,
  number,
  status_transitions: { ...invoice.status_transitions, finalized_at: now },
});

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
    sim: { failedSince: since, deadCard: failure.deadCard },
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

/** A draft that was held goes on: it finalizes an hour from now. */
export const resumeCollecting = (invoice: Invoice, now: number): Invoice => ({
  ...invoice,
  auto_advance: true,
  automatically_finalizes_at:
    invoice.status === 'draft' ? (invoice.automatically_finalizes_at ?? now + hour) : null,
});
