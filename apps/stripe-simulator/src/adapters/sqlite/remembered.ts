import type { Kind, StripeObject } from '../../domain/objects.ts';
import type { WebhookEndpoint } from '../../domain/webhook.ts';

export type Remembered = { readonly object: StripeObject; readonly isDeleted: boolean };

/** What is asked for again in every period of a subscription. Anything else is seldom looked at twice. */
const lasting = new Set<string>([
  'coupon',
  'customer',
  'discount',
  'payment_method',
  'price',
  'product',
  'subscription',
  'subscription_item',
] satisfies Kind[]);

const MOST_LASTING = 60_000;
const MOST_PASSING = 20_000;

/**
 * The objects that were last read or written, by kind and id, so that a read need not ask the file.
 *
 * Objects are never changed, only replaced, so they can be handed out. After a transaction that was
 * taken back everything is forgotten. What is lasting has a place of its own, lest the invoices of one
 * period push out the subscriptions of the next: a subscriber would cost more the more there are.
 */
export function createMemory() {
  const kept = { lasting: new Map<string, Remembered>(), passing: new Map<string, Remembered>() };
  const placeOf = (kind: string) => (lasting.has(kind) ? kept.lasting : kept.passing);
  let clocks: boolean | null = null;
  let endpoints: readonly WebhookEndpoint[] | null = null;
  return {
    /** Whether there is any test clock; asked of the file once, and again after one came or went. */
    hasClocks: (look: () => boolean): boolean => (clocks ??= look()),
    /** Every endpoint, which each event asks for; read once, and again after one was written. */
    endpoints: (look: () => readonly WebhookEndpoint[]): readonly WebhookEndpoint[] => (endpoints ??= look()),
    get: (kind: string, id: string): Remembered | undefined => placeOf(kind).get(`${kind} ${id}`),
    keep(kind: string, id: string, remembered: Remembered): void {
      if (kind === 'test_helpers.test_clock') clocks = null;
      if (kind === 'webhook_endpoint') endpoints = null;
      // The oldest go first: a map keeps the order in which its keys came.
      const place = placeOf(kind);
      const most = place === kept.lasting ? MOST_LASTING : MOST_PASSING;
      if (place.size >= most) place.delete(place.keys().next().value ?? '');
      place.set(`${kind} ${id}`, remembered);
    },
    forget(): void {
      kept.lasting.clear();
      kept.passing.clear();
      clocks = null;
      endpoints = null;
    },
  };
}

export type Memory = ReturnType<typeof createMemory>;
