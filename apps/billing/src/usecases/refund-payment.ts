import type { Money, NewId } from '@gatefold/kernel';
import type { RefundReason } from '../domain/change.ts';
import { checkAlone } from '../domain/approval.ts';
import { refundable } from '../domain/refund.ts';
import { refuse } from '../domain/refusals.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Refunds, StoredRefund, Subscriptions } from './ports.ts';
import type { SettleCustomer } from './settle-customer.ts';

export type RefundPayment = {
  readonly chargeId: string;
  /** Null for all that is left. */
  readonly amount: Money | null;
  readonly reason: RefundReason;
  readonly idempotencyKey: string | null;
  readonly actor: string;
  readonly traceparent: string | null;
  /** The request that another person has approved: then there is no limit. */
  readonly requestId: string | null;
};

type Deps = {
  refunds: Refunds;
  subscriptions: Pick<Subscriptions, 'find'>;
  settleCustomer: SettleCustomer;
  newId: NewId;
  /** In minor units: what one person may give back alone; null for any sum. */
  refundLimit: bigint | null;
  hash: (text: string) => string;
};

type Refunded = { refund: StoredRefund; subscription: Subscription };

/**
 * Gives a payment back, in full or in part.
 *
 * The money is reserved before Stripe is told, so that two who ask at once cannot give back more than was
 * paid. The same key with the same request answers the same and gives nothing back again.
 */
export const refundPayment =
  (deps: Deps) =>
  async (command: RefundPayment): Promise<Refunded> => {
    const { chargeId, amount, reason, idempotencyKey, actor, traceparent, requestId } = command;
    if (idempotencyKey === null) throw refuse('idempotency-key-required');
    const requestHash = deps.hash(JSON.stringify([chargeId, amount?.amount.toString() ?? null, reason]));
    const known = await deps.refunds.byKey(idempotencyKey);
    if (known !== null) return answer(deps, checkSame(known, requestHash));

    const reserved = await deps.refunds.reserve({
      id: deps.newId(),
      chargeId,
      idempotencyKey,
      requestHash,
      reason,
      actor,
      traceparent,
      requestId,
      amountOf: (charge) => {
        const wanted = refundable(charge, amount);
        const limit = requestId !== null ? null : deps.refundLimit;
        checkAlone(charge, { amount: wanted, limit });
        return wanted;
      },
    });
    checkSame(reserved, requestHash);
    await deps.settleCustomer(reserved.customerId, 'money');
    return answer(deps, (await deps.refunds.byKey(idempotencyKey)) ?? reserved);
  };

function checkSame(refund: StoredRefund, requestHash: string): StoredRefund {
  if (refund.requestHash !== requestHash) throw refuse('idempotency-key-reused');
  return refund;
}

async function answer({ subscriptions }: Deps, refund: StoredRefund): Promise<Refunded> {
  const subscription = await subscriptions.find(refund.subscriptionId);
  if (subscription === null) throw refuse('subscription-not-found');
  return { refund, subscription };
}
