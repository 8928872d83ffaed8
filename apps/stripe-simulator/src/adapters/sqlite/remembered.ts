import { dueOf, type Kind, type StripeObject } from '../../domain/objects.ts';
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
const MOST_PASSING = 5_000;

/**
 * The objects that were last read or written, by kind and id, so that a read need not ask the file.
 *
 * Objects are never changed, only replaced, so they can be handed out. After a transaction that was
 * taken back everything is forgotten. What is lasting or still to be moved by time has a place of its
 * own, lest what is over pushes it out: a subscriber would cost more the more there are.
 */
export function createMemory() {
  const places = { lasting: createPlace(MOST_LASTING), passing: createPlace(MOST_PASSING) };
  let clocks: boolean | null = null;
  let endpoints: readonly WebhookEndpoint[] | null = null;
  return {
    /** Whether there is any test clock; asked of the file once, and again after one came or went. */
    hasClocks: (look: () => boolean): boolean => (clocks ??= look()),
    /** Every endpoint, which each event asks for; read once, and again after one was written. */
    endpoints: (look: () => readonly WebhookEndpoint[]): readonly WebhookEndpoint[] => (endpoints ??= look()),
    get(kind: string, id: string): Remembered | undefined {
      const key = `${kind} ${id}`;
      return places.lasting.get(key) ?? places.passing.get(key);
    },
    keep(remembered: Remembered): void {
      const { object: kind, id } = remembered.object;
      if (kind === 'test_helpers.test_clock') clocks = null;
      if (kind === 'webhook_endpoint') endpoints = null;
      const key = `${kind} ${id}`;
      const lasts = lasting.has(kind) || dueOf(remembered.object) !== null;
      places[lasts ? 'passing' : 'lasting'].delete(key);
      places[lasts ? 'lasting' : 'passing'].set(key, remembered);
    },
    forget(): void {
      places.lasting.clear();
      places.passing.clear();
      clocks = null;
      endpoints = null;
    },
  };
}

/**
 * Keeps what was used of late: at least `most`, at most twice as many.
 *
 * When the newer half is full the older one goes at once. Looking for the oldest one by one would pass by
 * all that was deleted before it.
 */
function createPlace(most: number) {
  let newer = new Map<string, Remembered>();
  let older = new Map<string, Remembered>();
  const set = (key: string, remembered: Remembered): void => {
    if (newer.size >= most) [newer, older] = [new Map(), newer];
    newer.set(key, remembered);
  };
  return {
    set,
    get(key: string): Remembered | undefined {
      const found = newer.get(key);
      if (found !== undefined) return found;
      const aged = older.get(key);
      if (aged !== undefined) set(key, aged);
      return aged;
    },
    delete(key: string): void {
      newer.delete(key);
      older.delete(key);
    },
    clear(): void {
      newer = new Map();
      older = new Map();
    },
  };
}

export type Memory = ReturnType<typeof createMemory>;
