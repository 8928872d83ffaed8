import { DAY, HOUR, money, plus, type Money } from '@gatefold/kernel';
import type { SeenDispute, SeenInvoice, SeenRefund, SeenSubscription } from '../src/domain/seen.ts';

/** What Stripe shows of one subscription, and when it was looked at. */
export type Look = { readonly seen: SeenSubscription; readonly now: Date };

const PERIOD = 28 * DAY;

/** What the list price comes to in each period, with the coupon of the first year. */
const priceOf = (cycle: number): Money => money(cycle <= 13 ? 900n : 1500n, 'USD');

const anInvoice = (overrides: Partial<SeenInvoice> & Pick<SeenInvoice, 'id' | 'createdAt'>): SeenInvoice => ({
  status: 'draft',
  isFirst: false,
  total: money(900n, 'USD'),
  period: null,
  finalizedAt: null,
  paidAt: null,
  attempts: 0,
  nextAttemptAt: null,
  advances: true,
  payment: null,
  ...overrides,
});

/** The hosted page was paid at `startedAt`: a dollar, and a trial of 28 times 24 hours. */
export const bought = (startedAt: Date): SeenSubscription => ({
  id: 'sub_ada',
  customerId: 'cus_ada',
  checkoutId: '01990000-0000-7000-8000-00000000c0de',
  status: 'trialing',
  cancelAtPeriodEnd: false,
  cancelAt: null,
  endedAt: null,
  cancellationReason: null,
  startedAt,
  trialEnd: plus(startedAt, PERIOD),
  periodStart: startedAt,
  card: { brand: 'visa', last4: '4242', expMonth: 12, expYear: 2034 },
  invoices: [
    anInvoice({
      id: 'in_0',
      createdAt: startedAt,
      status: 'paid',
      isFirst: true,
      total: money(100n, 'USD'),
      finalizedAt: startedAt,
      paidAt: startedAt,
      attempts: 1,
      advances: false,
      payment: { chargeId: 'ch_0', amount: money(100n, 'USD'), refunds: [], dispute: null },
    }),
  ],
});

/** When period number `cycle` begins; the first one after the introduction is number 1. */
export const boundary = ({ startedAt }: Pick<SeenSubscription, 'startedAt'>, cycle: number): Date =>
  plus(startedAt, cycle * PERIOD);

const withLast = (
  seen: SeenSubscription,
  change: (invoice: SeenInvoice) => SeenInvoice,
): SeenSubscription => ({
  ...seen,
  invoices: seen.invoices.map((invoice, index) =>
    index === seen.invoices.length - 1 ? change(invoice) : invoice,
  ),
});

/** A period has begun: Stripe calls it active and drafts an invoice, an hour before it tries the card. */
export function drafted(seen: SeenSubscription, overrides: Partial<SeenInvoice> = {}): SeenSubscription {
  const cycle = seen.invoices.length;
  const from = boundary(seen, cycle);
  const draft = anInvoice({
    id: `in_${cycle}`,
    createdAt: from,
    total: priceOf(cycle),
    period: { from, until: plus(from, PERIOD) },
    ...overrides,
  });
  return { ...seen, status: 'active', invoices: [...seen.invoices, draft] };
}

/** The draft hour is over and the card was charged. */
export const paid = (seen: SeenSubscription, when?: Date): SeenSubscription => ({
  ...withLast(seen, (invoice) => {
    const paidAt = when ?? plus(invoice.createdAt, HOUR);
    return {
      ...invoice,
      status: 'paid',
      finalizedAt: invoice.finalizedAt ?? paidAt,
      paidAt,
      attempts: invoice.attempts + 1,
      nextAttemptAt: null,
      advances: false,
      payment: {
        chargeId: invoice.id.replace('in', 'ch'),
        amount: invoice.total,
        refunds: [],
        dispute: null,
      },
    };
  }),
  status: seen.status === 'canceled' ? 'canceled' : 'active',
});

/** The bank refused it; Stripe tries again in three days, or never if `isLast`. */
export const refused = (seen: SeenSubscription, isLast = false): SeenSubscription => ({
  ...withLast(seen, (invoice) => ({
    ...invoice,
    status: 'open',
    finalizedAt: invoice.finalizedAt ?? plus(invoice.createdAt, HOUR),
    attempts: invoice.attempts + 1,
    nextAttemptAt: isLast ? null : plus(invoice.createdAt, (invoice.attempts + 1) * 3 * DAY + HOUR),
  })),
  status: 'past_due',
});

export const renewed = (seen: SeenSubscription): SeenSubscription => paid(drafted(seen));

/** In either of Stripe's two fields, as the portal's billing mode has it. */
export const cancelling = (
  seen: SeenSubscription,
  field: 'cancel_at' | 'cancel_at_period_end' = 'cancel_at_period_end',
): SeenSubscription => ({
  ...seen,
  cancelAtPeriodEnd: field === 'cancel_at_period_end',
  cancelAt: boundary(seen, seen.invoices.length),
});

export const goingOn = (seen: SeenSubscription): SeenSubscription => ({
  ...seen,
  cancelAtPeriodEnd: false,
  cancelAt: null,
});

export const ended = (
  seen: SeenSubscription,
  endedAt: Date,
  cancellationReason = 'cancellation_requested',
): SeenSubscription => ({ ...seen, status: 'canceled', endedAt, cancellationReason });

const withPayment = (
  seen: SeenSubscription,
  invoiceId: string,
  change: (payment: NonNullable<SeenInvoice['payment']>) => NonNullable<SeenInvoice['payment']>,
): SeenSubscription => ({
  ...seen,
  invoices: seen.invoices.map((invoice) =>
    invoice.id === invoiceId && invoice.payment !== null
      ? { ...invoice, payment: change(invoice.payment) }
      : invoice,
  ),
});

/** `id` names the refund: the same again, in another state, is the same refund. */
export const refunded = (
  seen: SeenSubscription,
  {
    of,
    id,
    cents,
    status = 'succeeded',
  }: { of: string; id: string; cents: bigint; status?: SeenRefund['status'] },
): SeenSubscription =>
  withPayment(seen, of, (payment) => ({
    ...payment,
    refunds: [
      ...payment.refunds.filter((refund) => refund.id !== id),
      {
        id,
        amount: money(cents, 'USD'),
        status,
        reason: 'requested_by_customer',
        createdAt: seen.startedAt,
        refundId: null,
      },
    ],
  }));

export const disputed = (
  seen: SeenSubscription,
  { of, status }: { of: string; status: SeenDispute['status'] },
): SeenSubscription =>
  withPayment(seen, of, (payment) => ({
    ...payment,
    dispute: { id: `dp_${of}`, amount: payment.amount, status, reason: 'fraudulent' },
  }));

/** A few minutes after whatever the newest invoice shows. */
export const soonAfter = ({ invoices, startedAt }: SeenSubscription): Date => {
  const last = invoices.at(-1);
  return plus(last?.paidAt ?? last?.finalizedAt ?? last?.createdAt ?? startedAt, 5 * 60_000);
};
