import type { BusinessClock, Money, NewId } from '@gatefold/kernel';
import { decideOn, type RefundRequest } from '../domain/approval.ts';
import type { RefundReason } from '../domain/change.ts';
import { refundable } from '../domain/refund.ts';
import type { RefundRequests } from './review-ports.ts';
import type { RefundPayment } from './refund-payment.ts';

export type AskForRefund = {
  readonly chargeId: string;
  /** Null for all that is left. */
  readonly amount: Money | null;
  readonly reason: RefundReason;
  readonly actor: string;
};

/** Wants money to go back that one person may not give back alone. It is not reserved until it is approved. */
export const askForRefund =
  ({ refundRequests, newId }: { refundRequests: RefundRequests; newId: NewId }) =>
  ({ amount, ...wanted }: AskForRefund): Promise<RefundRequest> =>
    refundRequests.ask({
      ...wanted,
      id: newId(),
      amountOf: (charge, reserved) => refundable(charge, amount, reserved),
    });

export type Verdict = {
  readonly id: string;
  readonly verdict: 'approved' | 'rejected';
  readonly note: string | null;
  readonly actor: string;
  readonly traceparent: string | null;
};

type Deciding = {
  refundRequests: RefundRequests;
  clock: BusinessClock;
  refundPayment(command: RefundPayment): Promise<unknown>;
};

/**
 * Decides on a request; what is approved goes back at once.
 *
 * The request's id is the key of the refund, so approving again after a crash in between gives back what is
 * missing, and nothing twice.
 */
export const decideOnRefund =
  ({ refundRequests, clock, refundPayment }: Deciding) =>
  async ({ id, verdict, note, actor, traceparent }: Verdict): Promise<RefundRequest> => {
    const decided = await refundRequests.decide(id, (request) =>
      decideOn(request, { verdict, by: actor, note, at: clock.now() }),
    );
    if (decided.state === 'approved')
      await refundPayment({
        chargeId: decided.chargeId,
        amount: decided.amount,
        reason: decided.reason,
        idempotencyKey: `approved:${decided.id}`,
        actor: decided.decidedBy ?? actor,
        traceparent,
        isApproved: true,
      });
    return decided;
  };
