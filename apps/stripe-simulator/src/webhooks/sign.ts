import type Stripe from 'stripe';

let signer: Promise<Stripe> | null = null;

/** Stripe's package is large and keeps its signer on an instance: it is loaded when the first webhook leaves. */
function loaded(): Promise<Stripe> {
  // The key is never used: nothing is sent with it.
  signer ??= import('stripe').then(({ default: Package }) => new Package('sk_test_signer_only'));
  return signer;
}

/**
 * The `stripe-signature` header as Stripe's own package makes it, with one `v1` for each secret.
 *
 * `seconds` is machine time: receivers compare it with theirs.
 */
export async function sign(payload: string, secrets: readonly string[], seconds: number): Promise<string> {
  const { webhooks } = await loaded();
  const signed = secrets.map((secret) =>
    webhooks.generateTestHeaderString({ payload, secret, timestamp: seconds }),
  );
  return [signed[0], ...signed.slice(1).map((header) => header.split(',')[1])].join(',');
}
