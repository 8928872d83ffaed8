import { DAY, money, plus, type Money } from '@gatefold/kernel';
import type { WantedCall } from './change.ts';
import type { Decided } from './consequences.ts';
import type { HouseRules } from './house-rules.ts';
import { outsideToReturn } from './outside-to-return.ts';
import { refuse } from './refusals.ts';
import type { Given } from './steer.ts';
import { hasEnded, leftOf, withdrawalNumberOf, type Charge, type Subscription } from './subscription.ts';
import { outsideOf, unusedOf } from './unused.ts';

/** What comes of withdrawing at `at`, and until when one may. */
export type WithdrawalQuote = { readonly at: Date; readonly until: Date; readonly refund: Money };

/** What goes back of each payment, and until when one may withdraw. Refuses once that time is over. */
export function quoteWithdrawal(
  subscription: Subscription,
  { withdrawal }: HouseRules,
  at: Date,
): WithdrawalQuote {
  const { charges, instants } = subscription;
  const until = plus(instants.startedAt, withdrawal.days * DAY);
  if (hasEnded(subscription) || subscription.endingAs !== null)
    throw refuse('subscription-ended', { endReason: subscription.endReason });
  if (!charges.some(({ status }) => status === 'paid')) throw refuse('charge-not-paid');
  if (at >= until) throw refuse('withdrawal-over', { until: until.toISOString() });
  const refund = charges.reduce(
    (sum, charge) => sum + backOf(subscription, charge, { policy: withdrawal.refund, at }),
    0n,
  );
  return { at, until, refund: money(refund, charges[0]!.amount.currency) };
}

type Giving = { readonly policy: HouseRules['withdrawal']['refund']; readonly at: Date };

/** What was not used of a period when another plan began came off that one's charge, and goes back with it. */
function backOf(subscription: Subscription, charge: Charge, { policy, at }: Giving): bigint {
  if (charge.status !== 'paid') return 0n;
  if (policy === 'full') return leftOf(charge);
  return isUsed(subscription, charge, at) ? 0n : unusedOf(subscription, charge, at);
}

/** What goes back besides, by another way than Stripe. */
function outsideBackOf(subscription: Subscription, charge: Charge, { policy, at }: Giving): bigint {
  if (charge.status !== 'paid') return 0n;
  if (policy === 'full') return charge.paidOutside;
  return isUsed(subscription, charge, at) ? 0n : outsideOf(subscription, charge, at);
}

const isUsed = ({ charges }: Subscription, { index, period }: Charge, at: Date): boolean =>
  period.until <= at ||
  charges.some((other) => other.status === 'paid' && other.index > index && other.period.from < period.until);

/** Ends the contract as quoted: at once, with the money on its way back and a certificate. */
export function withdraw(
  subscription: Subscription,
  { accepted, rules }: { accepted: WithdrawalQuote; rules: HouseRules },
  { newId }: Given,
): Decided {
  const { refund } = quoteWithdrawal(subscription, rules, accepted.at);
  if (refund.amount !== accepted.refund.amount || refund.currency !== accepted.refund.currency)
    throw refuse('quote-outdated', { refund: refund.amount.toString(), currency: refund.currency });
  const { stripeSubscriptionId, charges } = subscription;
  const giving = { policy: rules.withdrawal.refund, at: accepted.at };
  return {
    next: { ...subscription, intent: 'cancelling', endingAs: 'withdrawn' },
    changes: [{ type: 'withdrawn', certificateNumber: withdrawalNumberOf(subscription) }],
    cases: charges.flatMap((charge) => outsideToReturn(charge, outsideBackOf(subscription, charge, giving))),
    calls: [
      { kind: 'cancel-now', key: `end:${stripeSubscriptionId}`, stripeSubscriptionId },
      ...charges.flatMap((charge): WantedCall[] => {
        const amount = backOf(subscription, charge, giving);
        if (amount === 0n || charge.stripeChargeId === null) return [];
        return [
          {
            kind: 'refund',
            key: `refund-withdrawal:${charge.id}`,
            refundId: newId(),
            stripeChargeId: charge.stripeChargeId,
            amount: money(amount, charge.amount.currency),
            reason: 'requested_by_customer',
          },
        ];
      }),
    ],
  };
}
