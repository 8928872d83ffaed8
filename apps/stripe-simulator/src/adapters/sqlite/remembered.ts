import type { StripeObject } from '../../domain/objects.ts';
import type { WebhookEndpoint } from '../../domain/webhook.ts';

export type Remembered = { readonly object: StripeObject; readonly isDeleted: boolean };

const MOST = 20_000;

/**
 * The objects that were last read or written, by kind and id, so that a read need not ask the file.
 *
 * Objects are never changed, only replaced, so they can be handed out. After a transaction that was
 * taken back everything is forgotten.
 */
export function createMemory() {
  const known = new Map<string, Remembered>();
  let clocks: boolean | null = null;
  let endpoints: readonly WebhookEndpoint[] | null = null;
  return {
    /** Whether there is any test clock; asked of the file once, and again after one came or went. */
    hasClocks: (look: () => boolean): boolean => (clocks ??= look()),
    /** Every endpoint, which each event asks for; read once, and again after one was written. */
    endpoints: (look: () => readonly WebhookEndpoint[]): readonly WebhookEndpoint[] => (endpoints ??= look()),
    get: (kind: string, id: string): Remembered | undefined => known.get(`${kind} ${id}`),
    keep(kind: string, id: string, remembered: Remembered): void {
      if (kind === 'test_helpers.test_clock') clocks = null;
      if (kind === 'webhook_endpoint') endpoints = null;
      // The oldest go first: a map keeps the order in which its keys came.
      if (known.size >= MOST) known.delete(known.keys().next().value ?? '');
      known.set(`${kind} ${id}`, remembered);
    },
    forget(): void {
      known.clear();
      clocks = null;
      endpoints = null;
    },
  };
}

export type Memory = ReturnType<typeof createMemory>;
