import type { NewId } from '@gatefold/kernel';
import type { ChargeChange, WantedCase } from './change.ts';
import type { SeenDispute, SeenInvoice, SeenRefund } from './seen.ts';
import { refundedOf, type Charge, type Refund } from './subscription.ts';

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
  const refunded = payment.refunds.reduce((so, seen) => reconcileRefund(so, seen, newId), none);
  return payment.dispute === null ? refunded : reconcileDispute(refunded, payment.dispute);
}

function reconcileRefund(so: Outcome, seen: SeenRefund, newId: NewId): Outcome {
  const known = so.charge.refunds.find(({ stripeRefundId }) => stripeRefundId === seen.id);
  if (known === undefined) return addRefund(so, seen, newId);
  if (known.status === seen.status || known.status === 'failed') return so;

  const refund = { ...known, status: seen.status };
  const charge = {
    ...so.charge,
    refunds: so.charge.refunds.map((one) => (one.id === known.id ? refund : one)),
  };
  if (seen.status !== 'failed') return { ...so, charge };
  return {
    charge,
    changes: [...so.changes, { type: 'refund-failed', charge, refund }],
    cases: [...so.cases, { kind: 'refund-failed', subject: seen.id, facts: { refund: seen.id } }],
  };
}

/** Takes what is not yet earned first, so that revenue is only taken back when there is nothing else. */
function addRefund(before: Outcome, seen: SeenRefund, newId: NewId): Outcome {
  const { id: stripeRefundId, amount, status, reason } = seen;
  const refund: Refund = { id: seen.refundId ?? newId(), stripeRefundId, amount, status, reason };
  const so = withoutReservation(before, refund);
  if (status === 'failed') return seen.refundId === null ? so : failedUnseen(so, refund);
  const deferred = so.charge.amount.amount - refundedOf(so.charge) - so.charge.earned;
  const fromEarned = seen.amount.amount > deferred ? seen.amount.amount - deferred : 0n;
  const charge: Charge = {
    ...so.charge,
    earned: so.charge.earned - fromEarned,
    refunds: [...so.charge.refunds, refund],
  };
  return { ...so, charge, changes: [...so.changes, { type: 'charge-refunded', charge, refund, fromEarned }] };
}

/** A refund that is seen is reserved no more: it counts by itself. */
function withoutReservation(so: Outcome, refund: Refund): Outcome {
  const reserved = so.charge.reserved.filter(({ id }) => id !== refund.id);
  return reserved.length === so.charge.reserved.length ? so : { ...so, charge: { ...so.charge, reserved } };
}

/** It never stood in the books. Whoever asked for it believes that the money is on its way. */
const failedUnseen = (so: Outcome, refund: Refund): Outcome => ({
  ...so,
  charge: { ...so.charge, refunds: [...so.charge.refunds, refund] },
  cases: [
    ...so.cases,
    { kind: 'refund-failed', subject: refund.stripeRefundId, facts: { refund: refund.stripeRefundId } },
  ],
});

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
