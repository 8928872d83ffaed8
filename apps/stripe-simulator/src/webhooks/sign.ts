import Stripe from 'stripe';

// The key is never used: nothing is sent with it. The package keeps its signer on an instance.
const { webhooks } = new Stripe('sk_test_signer_only');

/** The `stripe-signature` header as Stripe's own package makes it. `seconds` is machine time: receivers compare it with theirs. */
export const sign = (payload: string, secret: string, seconds: number): string =>
  webhooks.generateTestHeaderString({ payload, secret, timestamp: seconds });
