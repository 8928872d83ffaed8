import type { Money } from '@gatefold/kernel';
import type { Reconciling } from './review-ports.ts';

type Summary<Tie> = { asOf: Date; tie: Tie[] };
type Deps<Tie> = { reconciling: Reconciling; summariseLedger: () => Promise<Summary<Tie>> };

export type Stopped = {
  readonly subscriptionId: string;
  readonly difference: Money;
  readonly cause: 'paid-too-little' | 'paid-too-much';
  readonly suggestion: string;
};

const suggestions = {
  'paid-too-little':
    'An invoice counts as paid and its money has not come. Look at Stripe how it was paid; a payment of the last minutes comes by itself, and so does what was marked as paid outside of Stripe.',
  'paid-too-much':
    'More came than was invoiced. Look for a second payment of one invoice, and give it back; an invoice of the last minutes comes by itself.',
} as const;

/** Where the books and Stripe differ. Looks at Stripe first, so that what is merely late is not shown. */
export const reconcile =
  <Tie>({ reconciling, summariseLedger }: Deps<Tie>) =>
  async () => {
    const { asOf, tie } = await summariseLedger();
    const [receivables, suspense, openCases] = await Promise.all([
      reconciling.receivables(),
      reconciling.suspense(),
      reconciling.openCases(),
    ]);
    return { asOf, tie, receivables: receivables.map(explain), suspense, openCases };
  };

function explain({ subscriptionId, difference }: { subscriptionId: string; difference: Money }): Stopped {
  const cause = difference.amount > 0n ? 'paid-too-little' : 'paid-too-much';
  return { subscriptionId, difference, cause, suggestion: suggestions[cause] };
}
