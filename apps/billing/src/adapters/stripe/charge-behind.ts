import Stripe from 'stripe';
import type { ChargeBehind } from '../../usecases/review-ports.ts';
import type { Read } from './reads.ts';

export const chargeBehind = ({ stripe, read }: { stripe: Stripe; read: Read }): ChargeBehind => ({
  chargeBehind: (id) =>
    read('rest', () => chargeOf(stripe, id)).catch((error: unknown) => {
      const isNone =
        error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
      if (isNone) return null;
      throw error;
    }),
});

async function chargeOf(stripe: Stripe, id: string): Promise<string | null> {
  const charge = id.startsWith('pi_')
    ? (await stripe.paymentIntents.retrieve(id)).latest_charge
    : (await stripe.disputes.retrieve(id)).charge;
  return typeof charge === 'string' ? charge : (charge?.id ?? null);
}
