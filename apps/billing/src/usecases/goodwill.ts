import type { Money } from '@gatefold/kernel';
import { compNext } from '../domain/comp.ts';
import { refuse } from '../domain/refusals.ts';
import { checkAlive } from '../domain/steer.ts';
import type { Subscription } from '../domain/subscription.ts';
import { steer, type Command, type SteerDeps } from './change-course.ts';
import type { IdempotentAnswers } from './ports.ts';

type Goodwill = Omit<Command, 'asker'> & { readonly reason: string };

/** Gives the next period. Staff say why, and it stands in the audit log. */
export const compNextPeriod =
  (deps: SteerDeps) =>
  (command: Goodwill & { after: Date }): Promise<Subscription> => {
    const { after, reason } = command;
    const facts = { after: after.toISOString(), reason };
    const noted = { ...command, asker: 'staff' as const, action: 'subscription.comp', facts };
    return steer(deps, noted, (current, given) => compNext(current, after, given));
  };

type CreditDeps = SteerDeps & {
  answers: IdempotentAnswers;
  hash: (text: string) => string;
  /** In minor units: what one person may give alone; null for any sum. */
  refundLimit: bigint | null;
};

const SCOPE = 'credit';

/**
 * Puts a sum to the reader's credit at Stripe, which the next invoices use up before a card is charged.
 *
 * The same key with the same request gives nothing more.
 */
export const creditReader =
  (deps: CreditDeps) =>
  async (command: Goodwill & { amount: Money; idempotencyKey: string | null }): Promise<void> => {
    const { id, amount, reason, idempotencyKey: key } = command;
    if (key === null) throw refuse('idempotency-key-required');
    const requestHash = deps.hash(JSON.stringify([id, amount.amount.toString(), amount.currency, reason]));
    const known = await deps.answers.find(SCOPE, key);
    if (known !== null && known.requestHash !== requestHash) throw refuse('idempotency-key-reused');
    if (known !== null) return;
    if (deps.refundLimit !== null && amount.amount > deps.refundLimit)
      throw refuse('refund-needs-approval', {
        limit: deps.refundLimit.toString(),
        currency: amount.currency,
      });

    const facts = { amount: `${amount.amount} ${amount.currency}`, reason };
    await steer(deps, { ...command, asker: 'staff', action: 'subscription.credit', facts }, (current) => {
      checkAlive(current);
      checkCurrency(current, amount);
      const { stripeCustomerId } = current;
      return {
        next: current,
        changes: [],
        calls: [{ kind: 'credit-customer', key: `credit:${key}`, stripeCustomerId, amount, reason }],
      };
    });
    await deps.answers.keep(SCOPE, key, { requestHash, body: null });
  };

function checkCurrency({ path }: Subscription, { currency }: Money): void {
  const wanted = path.steps.at(-1)?.amount.currency;
  if (wanted !== currency) throw refuse('plan-not-available', { currency: wanted ?? null });
}
