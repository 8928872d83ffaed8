import type { BusinessClock, Money, NewId } from '@gatefold/kernel';
import { decideOn, type RefundRequest } from '../domain/approval.ts';
import type { RefundReason } from '../domain/change.ts';
import { returnable } from '../domain/gift-take.ts';
import type { Gift } from '../domain/gift.ts';
import { refundable } from '../domain/refund.ts';
import type { Gifts } from './gift-ports.ts';
import type { RefundRequests } from './review-ports.ts';
import type { RefundPayment } from './refund-payment.ts';
import type { TakeBack } from './take-gift.ts';

export type AskForRefund = {
  readonly chargeId: string;
  /** Null for all that is left. */
  readonly amount: Money | null;
  readonly reason: RefundReason;
  readonly actor: string;
};

/**
 * Wants money to go back that one person may not give back alone. It is not reserved until it is approved.
 *
 * What was paid for a gift is asked for by the gift's id.
 */
export const askForRefund =
  ({ refundRequests, newId }: { refundRequests: RefundRequests; newId: NewId }) =>
  ({ amount, ...wanted }: AskForRefund): Promise<RefundRequest> =>
    refundRequests.ask({
      ...wanted,
      id: newId(),
      amountOf: (charge, reserved) => refundable(charge, amount, reserved),
      amountOfGift: (gift) => returnable(gift, amount),
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
  gifts: Pick<Gifts, 'find'>;
  refundPayment(command: RefundPayment): Promise<unknown>;
  takeGiftBack(command: TakeBack): Promise<Gift>;
};

/**
 * Decides on a request; what is approved goes back at once.
 *
 * The request's id is the key of the refund, so approving again after a crash in between gives back what is
 * missing, and nothing twice.
 */
export const decideOnRefund =
  (deps: Deciding) =>
  async ({ id, verdict, note, actor, traceparent }: Verdict): Promise<RefundRequest> => {
    const decided = await deps.refundRequests.decide(id, (request) =>
      decideOn(request, { verdict, by: actor, note, at: deps.clock.now() }),
    );
    if (decided.state === 'approved') await giveBack(deps, decided, { actor, traceparent });
    return decided;
  };

async function giveBack(
  { gifts, refundPayment, takeGiftBack }: Deciding,
  { id, chargeId, amount, reason, decidedBy }: RefundRequest,
  { actor, traceparent }: Pick<Verdict, 'actor' | 'traceparent'>,
): Promise<void> {
  const approved = { actor: decidedBy ?? actor, isApproved: true, reason };
  if ((await gifts.find(chargeId)) !== null)
    await takeGiftBack({ ...approved, id: chargeId, asker: 'staff' });
  else await refundPayment({ ...approved, chargeId, amount, idempotencyKey: `approved:${id}`, traceparent });
}
