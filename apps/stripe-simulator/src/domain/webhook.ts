import { hour, minute, type Making, type Metadata } from './wire.ts';

export type WebhookEndpoint = ReturnType<typeof newWebhookEndpoint>;

export type EndpointTerms = {
  readonly url: string;
  readonly enabled_events: readonly string[];
  readonly api_version?: string | undefined;
  readonly description?: string | undefined;
  readonly metadata?: Metadata | undefined;
};

export const newWebhookEndpoint = (terms: EndpointTerms, { now, newId }: Making) => ({
  id: newId('we'),
  object: 'webhook_endpoint' as const,
  api_version: terms.api_version ?? null,
  application: null,
  created: now,
  description: terms.description ?? null,
  enabled_events: terms.enabled_events,
  livemode: false,
  metadata: terms.metadata ?? {},
  status: 'enabled' as 'enabled' | 'disabled',
  url: terms.url,
  /** Shown once, in the answer to the creation. */
  sim: { secret: newId('whsec'), old: null as OldSecret | null },
});

/** One that was rolled and still signs for a while, so that receivers can change over. Whole seconds. */
type OldSecret = { readonly secret: string; readonly until: number };

/** Every secret that signs what is sent at `now`, the newest first. */
export const secretsOf = ({ sim: { secret, old } }: WebhookEndpoint, now: number): string[] =>
  old && now < old.until ? [secret, old.secret] : [secret];

/** A new secret; the one before counts until `until`. */
export const rollSecret = (endpoint: WebhookEndpoint, secret: string, until: number): WebhookEndpoint => ({
  ...endpoint,
  sim: { secret, old: { secret: endpoint.sim.secret, until } },
});

export const wants = ({ status, enabled_events }: WebhookEndpoint, type: string): boolean =>
  status === 'enabled' && (enabled_events.includes('*') || enabled_events.includes(type));

/** The pauses after each failed attempt: quick at first, then ever longer, three days in all. */
const pauses = [
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  12 * hour,
  12 * hour,
  12 * hour,
  12 * hour,
];

/** When a delivery is tried again after `attempts` failures at `now`, or null when Stripe gives up. */
export function retryAt(now: number, attempts: number): number | null {
  const pause = pauses[attempts - 1];
  return pause === undefined ? null : now + pause;
}
