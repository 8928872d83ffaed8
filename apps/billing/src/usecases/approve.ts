import type { BusinessClock, Money, NewId } from '@gatefold/kernel';
import { approvedKey, decideOn } from '../domain/approval.ts';
import { checkEndable, type CancelNowQuote } from '../domain/cancel-now.ts';
import type { RefundReason } from '../domain/change.ts';
import { checkCreditable } from '../domain/credit.ts';
import { returnable } from '../domain/gift-take.ts';
import type { Gift } from '../domain/gift.ts';
import { isQuoteCurrent } from '../domain/quote-age.ts';
import { refundable } from '../domain/refund.ts';
import { refuse } from '../domain/refusals.ts';
import type { ApprovalRequests, RequestShown } from './approval-ports.ts';
import type { EndNow } from './cancel-now.ts';
import type { CreditReader } from './credit-reader.ts';
import type { RefundPayment } from './refund-payment.ts';
import type { TakeBack } from './take-gift.ts';

type Asking = { approvalRequests: ApprovalRequests; newId: NewId };

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
  ({ approvalRequests, newId }: Asking) =>
  ({ amount, ...wanted }: AskForRefund): Promise<RequestShown> =>
    approvalRequests.askForRefund({
      ...wanted,
      id: newId(),
      amountOf: (charge) => refundable(charge, amount),
      amountOfGift: (gift) => returnable(gift, amount),
    });

export type AskForCredit = {
  readonly subscriptionId: string;
  readonly amount: Money;
  readonly reason: string;
  readonly actor: string;
};

/** Wants a sum for a reader that one person may not give alone. */
export const askForCredit =
  ({ approvalRequests, newId }: Asking) =>
  (wanted: AskForCredit): Promise<RequestShown> =>
    approvalRequests.askOnSubscription({
      ...wanted,
      ...{ id: newId(), kind: 'credit', quotedAt: null },
      check: (subscription) => checkCreditable(subscription, wanted.amount),
    });

export type AskToEnd = {
  readonly subscriptionId: string;
  readonly accepted: CancelNowQuote;
  readonly reason: string;
  readonly actor: string;
};

/** Wants a subscription to end at once where one person may not give so much back alone. Until then it goes on. */
export const askToEnd =
  ({ approvalRequests, newId, clock }: Asking & { clock: BusinessClock }) =>
  ({ accepted, ...wanted }: AskToEnd): Promise<RequestShown> =>
    approvalRequests.askOnSubscription({
      ...wanted,
      ...{ id: newId(), kind: 'cancel-now', amount: accepted.refund, quotedAt: accepted.at },
      check(subscription) {
        if (!isQuoteCurrent(accepted.at, clock.now())) throw refuse('quote-outdated');
        checkEndable(subscription, accepted, clock.now());
      },
    });

export type Verdict = {
  readonly id: string;
  readonly verdict: 'approved' | 'rejected';
  readonly note: string | null;
  readonly actor: string;
  readonly traceparent: string | null;
};

type Deciding = {
  approvalRequests: ApprovalRequests;
  clock: BusinessClock;
  refundPayment(command: RefundPayment): Promise<unknown>;
  takeGiftBack(command: TakeBack): Promise<Gift>;
  creditReader(command: CreditReader): Promise<void>;
  endNow(command: EndNow): Promise<unknown>;
};

/**
 * Decides on a request; what is approved is done at once.
 *
 * The request's id is the key of what is done, so approving again after a crash in between does what is
 * missing, and nothing twice. What cannot be done any more may be rejected instead.
 */
export const decideOnRequest =
  (deps: Deciding) =>
  async ({ id, verdict, note, actor, traceparent }: Verdict): Promise<void> => {
    const { approvalRequests, clock } = deps;
    const decided = await approvalRequests.decide(id, (request) =>
      decideOn(request, { verdict, by: actor, note, at: clock.now() }),
    );
    if (decided.state === 'approved') await carryOut(deps, decided, { actor, traceparent });
  };

async function carryOut(
  { refundPayment, takeGiftBack, creditReader, endNow }: Deciding,
  request: RequestShown,
  { actor, traceparent }: Pick<Verdict, 'actor' | 'traceparent'>,
): Promise<void> {
  const { id, subjectId, amount } = request;
  const approved = { actor: request.decidedBy ?? actor, requestId: id };
  const keyed = { amount, idempotencyKey: approvedKey(id), traceparent };
  switch (request.kind) {
    case 'gift-refund':
      await takeGiftBack({ ...approved, id: subjectId, asker: 'staff', reason: request.reason });
      return;
    case 'refund':
      await refundPayment({ ...approved, ...keyed, chargeId: subjectId, reason: request.reason });
      return;
    case 'credit':
      await creditReader({ ...approved, ...keyed, id: subjectId, reason: request.reason });
      return;
    case 'cancel-now': {
      const accepted = { at: request.quotedAt, refund: amount };
      await endNow({ ...approved, id: subjectId, accepted, traceparent });
    }
  }
}
