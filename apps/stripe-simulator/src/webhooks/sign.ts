import Stripe from 'stripe';

// The key is never used: nothing is sent with it. The package keeps its signer on an instance.
const { webhooks } = new Stripe('sk_test_signer_only');

/**
 * The `stripe-signature` header as Stripe's own package makes it, with one `v1` for each secret.
 *
 * `seconds` is machine time: receivers compare it with theirs.
 */
export const sign = (payload: string, secrets: readonly string[], seconds: number): string => {
  const signed = secrets.map((secret) =>
    webhooks.generateTestHeaderString({ payload, secret, timestamp: seconds }),
  );
  return [signed[0], ...signed.slice(1).map((header) => header.split(',')[1])].join(',');
};
