import { money, type Money } from '@gatefold/kernel';
import { mayAlone } from '../domain/approval.ts';
import { refundable } from '../domain/refund.ts';
import { refuse } from '../domain/refusals.ts';
import type { ReservedRefunds, Subscriptions } from './ports.ts';

type Deps = {
  refunds: ReservedRefunds;
  subscriptions: Pick<Subscriptions, 'find'>;
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
  ({ refunds, subscriptions, refundLimit }: Deps) =>
  async ({ chargeId, amount }: { chargeId: string; amount: bigint | null }): Promise<RefundQuote> => {
    const found = await refunds.reservedOn(chargeId);
    const subscription = found === null ? null : await subscriptions.find(found.subscriptionId);
    const charge = subscription?.charges.find(({ id }) => id === chargeId);
    if (found === null || charge === undefined) throw refuse('charge-not-found');
    const { reserved } = found;
    const asked = amount === null ? null : money(amount, charge.amount.currency);
    const wanted = refundable(charge, asked, reserved);
    return {
      amount: wanted,
      left: refundable(charge, null, reserved),
      isAlone: mayAlone(charge, { amount: wanted, reserved, limit: refundLimit }),
    };
  };
