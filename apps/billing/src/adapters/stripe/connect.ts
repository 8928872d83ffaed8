import Stripe from 'stripe';

export type StripeOptions = {
  readonly secretKey: string;
  /** Set for the simulator alone; the environment lets only a simulator's key leave for it. */
  readonly apiUrl: string | undefined;
};

/** A client of Stripe's API at the pinned version. Retries twice by itself, with one key. */
export function connectStripe({ secretKey, apiUrl }: StripeOptions): Stripe {
  const common = { maxNetworkRetries: 2, timeout: 20_000, telemetry: false } as const;
  if (apiUrl === undefined) return new Stripe(secretKey, common);
  const { hostname, port, protocol } = new URL(apiUrl);
  return new Stripe(secretKey, {
    ...common,
    host: hostname,
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    protocol: protocol === 'https:' ? 'https' : 'http',
  });
}
