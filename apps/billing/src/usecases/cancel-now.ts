import type { BusinessClock, NewId } from '@gatefold/kernel';
import { approvedKey, checkAlone, mayAlone } from '../domain/approval.ts';
import {
  cancelNow,
  checkEndable,
  quoteCancelNow,
  runningCharge,
  type CancelNowQuote,
} from '../domain/cancel-now.ts';
import { isQuoteCurrent } from '../domain/quote-age.ts';
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

type EndingQuote = CancelNowQuote & {
  /** Whether one person may end it so; else a second one approves it. */
  readonly isAlone: boolean;
};

/** What would go back if it ended now. Nothing is kept: the figure follows from the instant. */
export const quoteEndNow =
  ({ subscriptions, clock, refundLimit: limit }: Pick<Deps, 'subscriptions' | 'clock' | 'refundLimit'>) =>
  async (id: string): Promise<EndingQuote> => {
    const subscription = await subscriptions.find(id);
    if (subscription === null) throw refuse('subscription-not-found');
    const quote = quoteCancelNow(subscription, clock.now());
    const refunded = runningCharge(subscription, quote.at);
    const wanted = { amount: quote.refund, limit };
    return { ...quote, isAlone: refunded === null || mayAlone(refunded, wanted) };
  };

export type EndNow = {
  readonly id: string;
  readonly accepted: CancelNowQuote;
  readonly actor: string;
  readonly traceparent: string | null;
  /** The request that another person has approved: then there is no limit, and the quote may be older. */
  readonly requestId: string | null;
};

/** Ends it as quoted. Whoever repeats it, or confirms in a second tab, is answered with what came of the first. */
export const endNow =
  (deps: Deps) =>
  async (command: EndNow): Promise<Subscription> => {
    const { subscriptions, settleCustomer } = deps;
    const { id, traceparent, requestId } = command;
    const wished = await subscriptions.change(
      id,
      (current, isCarriedOut) => {
        const isDone = requestId === null ? isEndedSo(current) : isCarriedOut;
        return isDone ? { next: current, changes: [] } : ended(deps, current, command);
      },
      { traceparent, requestId },
    );
    if (hasEnded(wished)) return wished;
    await settleCustomer(wished.stripeCustomerId, 'money');
    return (await subscriptions.find(id)) ?? wished;
  };

function ended(
  { clock, newId, refundLimit: limit }: Deps,
  current: Subscription,
  { id, accepted, actor, requestId }: EndNow,
) {
  const now = clock.now();
  const { amount, currency } = accepted.refund;
  if (requestId === null) {
    if (!isQuoteCurrent(accepted.at, now)) throw refuse('quote-outdated');
    checkEndable(current, accepted, now);
    const refunded = runningCharge(current, accepted.at);
    if (refunded !== null) checkAlone(refunded, { amount: accepted.refund, limit });
  }
  const facts = { refund: `${amount} ${currency}` };
  const note = { actor, action: 'subscription.cancel-now', subject: id, facts };
  const commandId = requestId === null ? newId() : approvedKey(requestId);
  return { ...cancelNow(current, accepted, { now, newId, commandId }), note };
}

/** By an earlier confirmation of the same wish. */
const isEndedSo = ({ endingAs, intent }: Subscription): boolean =>
  intent === 'cancelling' && (endingAs === 'refunded' || endingAs === 'cancelled');
