import { DAY, money, plus, type Money } from '@gatefold/kernel';
import { unusedOf } from './cancel-now.ts';
import type { WantedCall } from './change.ts';
import type { Decided } from './consequences.ts';
import type { HouseRules } from './house-rules.ts';
import { refuse } from './refusals.ts';
import type { Given } from './steer.ts';
import { hasEnded, leftOf, withdrawalNumberOf, type Charge, type Subscription } from './subscription.ts';

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
  const refund = charges.reduce((sum, charge) => sum + backOf(charge, withdrawal.refund, at), 0n);
  return { at, until, refund: money(refund, charges[0]!.amount.currency) };
}

function backOf(charge: Charge, policy: 'full' | 'unused', at: Date): bigint {
  if (charge.status !== 'paid') return 0n;
  if (policy === 'full') return leftOf(charge);
  return charge.period.until <= at ? 0n : unusedOf(charge, at);
}

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
  return {
    next: { ...subscription, intent: 'cancelling', endingAs: 'withdrawn' },
    changes: [{ type: 'withdrawn', certificateNumber: withdrawalNumberOf(subscription) }],
    calls: [
      { kind: 'cancel-now', key: `end:${stripeSubscriptionId}`, stripeSubscriptionId },
      ...charges.flatMap((charge): WantedCall[] => {
        const amount = backOf(charge, rules.withdrawal.refund, accepted.at);
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
