import { money, type Money } from '@gatefold/kernel';
import { mayAlone } from '../domain/approval.ts';
import { refundable } from '../domain/refund.ts';
import { refuse } from '../domain/refusals.ts';
import type { Subscriptions } from './ports.ts';

type Deps = {
  subscriptions: Pick<Subscriptions, 'byCharge'>;
  /** In minor units: what one person may give back alone; null for any sum. */
  refundLimit: bigint | null;
};

export type RefundQuote = {
  readonly amount: Money;
  /** All that could go back. */
  readonly left: Money;
  /** Whether one person may give it back; else a second one approves it. */
  readonly isAlone: boolean;
};

/** What would go back of a payment, in full for null, to the cent. Refuses what the refund would refuse. */
export const quoteRefund =
  ({ subscriptions, refundLimit }: Deps) =>
  async ({ chargeId, amount }: { chargeId: string; amount: bigint | null }): Promise<RefundQuote> => {
    const subscription = await subscriptions.byCharge(chargeId);
    const charge = subscription?.charges.find(({ id }) => id === chargeId);
    if (charge === undefined) throw refuse('charge-not-found');
    const asked = amount === null ? null : money(amount, charge.amount.currency);
    const wanted = refundable(charge, asked);
    return {
      amount: wanted,
      left: refundable(charge, null),
      isAlone: mayAlone(charge, { amount: wanted, limit: refundLimit }),
    };
  };
