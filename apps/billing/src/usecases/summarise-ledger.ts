import type { BusinessClock, Money } from '@gatefold/kernel';
import type { Finance } from './finance-ports.ts';
import type { StripeReads } from './stripe-ports.ts';

type Deps = {
  finance: Pick<Finance, 'balances' | 'unexplained'>;
  stripe: Pick<StripeReads, 'balance'>;
  collectCash: () => Promise<number>;
  clock: BusinessClock;
};

type Tie = { currency: string; ledger: bigint; stripe: bigint; difference: bigint };

/**
 * Balances by account, and the tie: what the cash journal says we have at Stripe against what Stripe says,
 * available and pending together.
 */
export const summariseLedger =
  ({ finance, stripe, collectCash, clock }: Deps) =>
  async () => {
    const theirs = await stripe.balance();
    await collectCash();
    const accounts = await finance.balances();
    const ours = accounts.filter(({ account }) => account === 'stripe-balance').map(({ balance }) => balance);
    return {
      asOf: clock.now(),
      accounts,
      tie: tieOf(ours, theirs),
      unexplained: await finance.unexplained(),
    };
  };

function tieOf(ours: readonly Money[], theirs: readonly Money[]): Tie[] {
  const sumOf = (list: readonly Money[], currency: string): bigint =>
    list.filter((one) => one.currency === currency).reduce((sum, { amount }) => sum + amount, 0n);
  const currencies = [...new Set([...ours, ...theirs].map(({ currency }) => currency))].toSorted();
  return currencies.map((currency) => {
    const ledger = sumOf(ours, currency);
    const stripe = sumOf(theirs, currency);
    return { currency, ledger, stripe, difference: ledger - stripe };
  });
}
