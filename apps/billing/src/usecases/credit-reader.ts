import { plus, type BusinessClock, type Money, type NewId } from '@gatefold/kernel';
import { checkCreditAlone } from '../domain/approval.ts';
import { checkCreditable, COUNTS_TOGETHER } from '../domain/credit.ts';
import { refuse } from '../domain/refusals.ts';
import type { Credits } from './approval-ports.ts';
import type { SettleCustomer } from './settle-customer.ts';

export type CreditReader = {
  /** Of the subscription. */
  readonly id: string;
  readonly amount: Money;
  readonly reason: string;
  readonly idempotencyKey: string | null;
  readonly actor: string;
  readonly traceparent: string | null;
  /** The request that another person has approved: then there is no limit. */
  readonly requestId: string | null;
};

type Deps = {
  credits: Pick<Credits, 'byKey' | 'give'>;
  settleCustomer: SettleCustomer;
  newId: NewId;
  clock: BusinessClock;
  hash: (text: string) => string;
  /** In minor units: what one person may give alone; null for any sum. */
  refundLimit: bigint | null;
};

/**
 * Puts a sum to the reader's credit at Stripe, which the next invoices use up before a card is charged.
 *
 * The same key with the same request gives nothing more.
 */
export const creditReader =
  ({ credits, settleCustomer, newId, clock, hash, refundLimit }: Deps) =>
  async (command: CreditReader): Promise<void> => {
    const { id, amount, reason, idempotencyKey, actor, traceparent, requestId } = command;
    if (idempotencyKey === null) throw refuse('idempotency-key-required');
    const requestHash = hash(JSON.stringify([id, amount.amount.toString(), amount.currency, reason]));
    const known = await credits.byKey(idempotencyKey);
    if (known !== null) return checkSame(known, requestHash);

    const limit = requestId !== null ? null : refundLimit;
    const given = await credits.give({
      ...{ id: newId(), subscriptionId: id, amount, reason, actor, requestId },
      ...{ idempotencyKey, requestHash, traceparent, since: plus(clock.now(), -COUNTS_TOGETHER) },
      check(subscription, alone) {
        checkCreditable(subscription, amount);
        checkCreditAlone({ amount, given: alone, limit });
      },
    });
    checkSame(given, requestHash);
    await settleCustomer(given.customerId, 'reader');
  };

function checkSame(known: { requestHash: string }, requestHash: string): void {
  if (known.requestHash !== requestHash) throw refuse('idempotency-key-reused');
}
