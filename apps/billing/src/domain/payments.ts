import type { NewId } from '@gatefold/kernel';
import type { ChargeChange, TakenFrom, WantedCase } from './change.ts';
import { unearnedOf } from './earn.ts';
import type { SeenDispute, SeenInvoice, SeenRefund } from './seen.ts';
import type { Charge, Refund } from './subscription.ts';
import { taxOfNext } from './tax.ts';

type Outcome = {
  readonly charge: Charge;
  readonly changes: readonly ChargeChange[];
  readonly cases: readonly WantedCase[];
};

/** What became of a payment after it arrived: money given back, a dispute opened or closed. */
export function reconcilePayment(
  charge: Charge,
  { payment }: Pick<SeenInvoice, 'payment'>,
  newId: NewId,
): Outcome {
  const none: Outcome = { charge, changes: [], cases: [] };
  if (payment === null || charge.status !== 'paid') return none;
  // What has failed is owed before what was given instead is taken from it.
  const failedFirst = [
    ...payment.refunds.filter(isFailed),
    ...payment.refunds.filter((one) => !isFailed(one)),
  ];
  const refunded = failedFirst.reduce((so, seen) => reconcileRefund(so, seen, newId), none);
  return payment.dispute === null ? refunded : reconcileDispute(refunded, payment.dispute);
}

const isFailed = ({ status }: SeenRefund): boolean => status === 'failed';

function reconcileRefund(so: Outcome, seen: SeenRefund, newId: NewId): Outcome {
  const known = so.charge.refunds.find(({ stripeRefundId }) => stripeRefundId === seen.id);
  if (known === undefined) return addRefund(so, seen, newId);
  if (known.status === seen.status || known.status === 'failed') return so;

  const refund = { ...known, status: seen.status };
  const refunds = so.charge.refunds.map((one) => (one.id === known.id ? refund : one));
  const charge = { ...so.charge, refunds };
  if (!isFailed(seen)) return { ...so, charge };
  return failed(so, { ...charge, owed: charge.owed + refund.amount.amount }, { refund, from: null });
}

/** One that has failed before it was seen comes to the same as one that was seen to fail. */
function addRefund(before: Outcome, seen: SeenRefund, newId: NewId): Outcome {
  const { id: stripeRefundId, amount, status, reason } = seen;
  const refund: Refund = { id: seen.refundId ?? newId(), stripeRefundId, amount, status, reason };
  const so = withoutReservation(before, refund);
  const from = takenFrom(so.charge, amount.amount);
  const charge: Charge = {
    ...so.charge,
    owed: so.charge.owed - from.owed,
    earned: so.charge.earned - from.earned,
    refunds: [...so.charge.refunds, refund],
  };
  if (isFailed(seen)) return failed(so, { ...charge, owed: charge.owed + amount.amount }, { refund, from });
  return { ...so, charge, changes: [...so.changes, { type: 'charge-refunded', charge, refund, from }] };
}

/**
 * What is owed already pays it first, whose tax was taken back when it was first given. Of the rest its share is tax; then
 * goes what is not earned yet, so that revenue is taken back only when there is nothing else.
 */
function takenFrom(charge: Charge, amount: bigint): TakenFrom {
  const owed = amount < charge.owed ? amount : charge.owed;
  const rest = amount - owed;
  const tax = taxOfNext(charge, rest);
  const net = rest - tax;
  const unearned = unearnedOf(charge);
  const deferred = net < unearned ? net : unearned;
  return { owed, tax, deferred, earned: net - deferred };
}

const failed = (
  so: Outcome,
  charge: Charge,
  { refund, from }: { refund: Refund; from: TakenFrom | null },
): Outcome => ({
  charge,
  changes: [...so.changes, { type: 'refund-failed', charge, refund, from }],
  cases: [
    ...so.cases,
    { kind: 'refund-failed', subject: refund.stripeRefundId, facts: { refund: refund.stripeRefundId } },
  ],
});

/** A refund that is seen is reserved no more: it counts by itself. */
function withoutReservation(so: Outcome, refund: Refund): Outcome {
  const reserved = so.charge.reserved.filter(({ id }) => id !== refund.id);
  return reserved.length === so.charge.reserved.length ? so : { ...so, charge: { ...so.charge, reserved } };
}

function reconcileDispute(so: Outcome, { id, status, amount, reason }: SeenDispute): Outcome {
  const before = so.charge.dispute;
  if (before?.id === id && before.status === status) return so;
  const charge: Charge = { ...so.charge, dispute: { id, status, reason } };
  const dispute = { id, amount, reason };
  const opens = before?.id !== id;
  const closes = status !== 'open';
  return {
    charge,
    changes: [
      ...so.changes,
      ...(opens ? [{ type: 'charge-disputed', charge, dispute } as const] : []),
      ...(closes ? [{ type: 'dispute-closed', charge, dispute } as const] : []),
    ],
    cases: opens
      ? [...so.cases, { kind: 'dispute-opened', subject: id, facts: { dispute: id, reason } }]
      : so.cases,
  };
}
