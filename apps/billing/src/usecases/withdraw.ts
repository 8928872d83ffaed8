import type { BusinessClock, NewId } from '@gatefold/kernel';
import type { HouseRules } from '../domain/house-rules.ts';
import { isQuoteCurrent } from '../domain/quote-age.ts';
import { refuse } from '../domain/refusals.ts';
import { withdrawalNumberOf, type Subscription } from '../domain/subscription.ts';
import { quoteWithdrawal, withdraw, type WithdrawalQuote } from '../domain/withdraw.ts';
import type { Readers, Subscriptions } from './ports.ts';
import type { SettleCustomer } from './settle-customer.ts';

type Deps = {
  subscriptions: Subscriptions;
  readers: Pick<Readers, 'idsOf'>;
  settleCustomer: SettleCustomer;
  houseRules: HouseRules;
  newId: NewId;
  clock: BusinessClock;
};

/** What whoever bought knows without an account. */
export type Claim = { readonly email: string; readonly orderNumber: string };

/** What would come of withdrawing now. Nothing is kept, and nothing is said of whose order it is. */
export const quoteOfWithdrawal =
  (deps: Deps) =>
  async (claim: Claim): Promise<WithdrawalQuote> =>
    quoteWithdrawal(await claimed(deps, claim), deps.houseRules, deps.clock.now());

/** Withdraws from the contract as quoted, without an account. A repeat answers with the same certificate. */
export const withdrawFromContract =
  (deps: Deps) =>
  async (
    claim: Claim & { accepted: WithdrawalQuote; traceparent: string | null },
  ): Promise<{ certificateNumber: string; refund: WithdrawalQuote['refund'] }> => {
    const { subscriptions, settleCustomer, houseRules: rules, newId, clock } = deps;
    const { accepted, traceparent } = claim;
    const { id } = await claimed(deps, claim);
    const wished = await subscriptions.change(
      id,
      (current) => {
        if (isWithdrawn(current)) return { next: current, changes: [] };
        const now = clock.now();
        if (!isQuoteCurrent(accepted.at, now)) throw refuse('quote-outdated');
        const decided = withdraw(current, { accepted, rules }, { now, newId, commandId: newId() });
        const facts = { refund: `${accepted.refund.amount} ${accepted.refund.currency}` };
        return {
          ...decided,
          note: { actor: 'anonymous', action: 'subscription.withdraw', subject: id, facts },
        };
      },
      { traceparent },
    );
    await settleCustomer(wished.stripeCustomerId, 'money');
    return { certificateNumber: withdrawalNumberOf(wished), refund: accepted.refund };
  };

const isWithdrawn = ({ endingAs, endReason }: Subscription): boolean =>
  endingAs === 'withdrawn' || endReason === 'withdrawn';

/** Number and address must fit together; which of the two is wrong is not told. */
export async function claimed(
  { subscriptions, readers }: Pick<Deps, 'subscriptions' | 'readers'>,
  { email, orderNumber }: Claim,
): Promise<Subscription> {
  const found = await subscriptions.byOrderNumber(orderNumber.trim().toUpperCase());
  const whose = await readers.idsOf(email);
  if (found === null || !whose.includes(found.readerId)) throw refuse('withdrawal-not-found');
  return found;
}
