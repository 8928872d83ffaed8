import { MINUTE, plus, type BusinessClock, type NewId } from '@gatefold/kernel';
import { checkAlone } from '../domain/approval.ts';
import { cancelNow, quoteCancelNow, runningCharge, type CancelNowQuote } from '../domain/cancel-now.ts';
import { refuse } from '../domain/refusals.ts';
import { hasEnded, type Subscription } from '../domain/subscription.ts';
import type { Subscriptions } from './ports.ts';
import type { SettleCustomer } from './settle-customer.ts';

type Deps = {
  subscriptions: Subscriptions;
  settleCustomer: SettleCustomer;
  newId: NewId;
  clock: BusinessClock;
  /** In minor units: what one person may give back alone; null for any sum. */
  refundLimit: bigint | null;
};

/** For how long a quote may be accepted. */
const QUOTE_LASTS = 15 * MINUTE;

/** What would go back if it ended now. Nothing is kept: the figure follows from the instant. */
export const quoteEndNow =
  ({ subscriptions, clock }: Pick<Deps, 'subscriptions' | 'clock'>) =>
  async (id: string): Promise<CancelNowQuote> => {
    const subscription = await subscriptions.find(id);
    if (subscription === null) throw refuse('subscription-not-found');
    return quoteCancelNow(subscription, clock.now());
  };

export type EndNow = {
  readonly id: string;
  readonly accepted: CancelNowQuote;
  readonly actor: string;
  readonly traceparent: string | null;
};

/** Ends it as quoted. Whoever repeats it, or confirms in a second tab, is answered with what came of the first. */
export const endNow =
  ({ subscriptions, settleCustomer, newId, clock, refundLimit }: Deps) =>
  async ({ id, accepted, actor, traceparent }: EndNow): Promise<Subscription> => {
    const now = clock.now();
    const isCurrent = accepted.at <= now && now < plus(accepted.at, QUOTE_LASTS);
    const wished = await subscriptions.change(
      id,
      (current) => {
        if (isEndedSo(current)) return { next: current, changes: [] };
        if (!isCurrent) throw refuse('quote-outdated');
        const refunded = runningCharge(current, accepted.at);
        if (refunded !== null)
          checkAlone(refunded, { amount: accepted.refund, reserved: 0n, limit: refundLimit });
        const { amount, currency } = accepted.refund;
        const facts = { refund: `${amount} ${currency}` };
        const note = { actor, action: 'subscription.cancel-now', subject: id, facts };
        return { ...cancelNow(current, accepted, { newId, commandId: newId() }), note };
      },
      traceparent,
    );
    if (hasEnded(wished)) return wished;
    await settleCustomer(wished.stripeCustomerId, 'money');
    return (await subscriptions.find(id)) ?? wished;
  };

/** By an earlier confirmation of the same wish. */
const isEndedSo = ({ endingAs, intent }: Subscription): boolean =>
  intent === 'cancelling' && (endingAs === 'refunded' || endingAs === 'cancelled');
