import type { SubscriptionData } from '@gatefold/events';
import { at, DAY, HOUR, plus, SECOND } from '@gatefold/kernel';
import type { SubscriptionFact } from '../src/domain/subscription-fact.ts';

export const ada = '01990000-0000-7000-8000-0000000000a1';
export const ben = '01990000-0000-7000-8000-0000000000b1';
export const subscriptionId = '01990000-0000-7000-8000-00000000005b';

/** When Ada paid her first dollar. */
export const start = at('2026-01-05T09:30:00Z');
export const afterDays = (days: number): Date => plus(start, days * DAY);
export const SETTLEMENT = 72 * HOUR;
export const DUNNING = 14 * DAY;
export const STALE = 2 * DAY;

/** A running subscription of Ada's to the Courier, in its four weeks for a dollar. Override only what the test is about. */
export const someData = (overrides: Partial<SubscriptionData> = {}): SubscriptionData => ({
  subscriptionId,
  readerId: ada,
  publication: 'courier',
  bundle: 'digital',
  product: 'digital',
  offer: 'one-dollar',
  offerVersion: 1,
  phase: 'intro',
  endReason: null,
  standing: 'ok',
  intent: 'renewing',
  pause: null,
  startedAt: start.toISOString(),
  paidThrough: afterDays(28).toISOString(),
  policy: {
    settlementSeconds: SETTLEMENT / SECOND,
    accessWhileCollecting: true,
    dunningSeconds: DUNNING / SECOND,
    staleSeconds: STALE / SECOND,
  },
  stripeSubscriptionId: 'sub_ada',
  stripeInvoiceId: 'in_ada_1',
  ...overrides,
});

type FactOverrides = Partial<Omit<SubscriptionFact, 'data'>> & { data?: Partial<SubscriptionData> };

/** One fact; `sequence` also makes its event id, so that the same sequence is the same event. */
export function aFact({ data, ...overrides }: FactOverrides = {}): SubscriptionFact {
  const sequence = overrides.sequence ?? 1;
  const epoch = overrides.epoch ?? 1;
  return {
    epoch,
    sequence,
    eventId: `01990000-0000-7000-8${epoch.toString().padStart(3, '0')}-${sequence.toString(16).padStart(12, '0')}`,
    type: 'subscription.started',
    at: start,
    ...overrides,
    data: someData(data),
  };
}
