import type { WantedCase } from './change.ts';
import type { Charge } from './subscription.ts';

/** For a person: what goes back of a charge and did not come through Stripe, in minor units. None for nothing. */
export const outsideToReturn = (
  { id, amount: { currency }, stripeInvoiceId: invoice }: Charge,
  amount: bigint,
): WantedCase[] =>
  amount === 0n
    ? []
    : [{ kind: 'outside-to-return', subject: id, facts: { invoice, amount: `${amount} ${currency}` } }];
