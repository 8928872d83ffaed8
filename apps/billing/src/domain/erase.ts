import type { Decided } from './consequences.ts';
import { hasEnded, type Subscription } from './subscription.ts';

/**
 * What becomes of a subscription when its reader has deleted the account, as was said before they did:
 * it ends at once, and nothing more is charged. The card is forgotten; what was paid stays in the books.
 */
export function erase(subscription: Subscription): Decided {
  const next = { ...subscription, card: null };
  const { stripeSubscriptionId, endingAs } = subscription;
  if (hasEnded(subscription) || endingAs !== null) return { next, changes: [] };
  return {
    next: { ...next, endingAs: 'cancelled' },
    changes: [],
    calls: [{ kind: 'cancel-now', key: `end:${stripeSubscriptionId}`, stripeSubscriptionId }],
  };
}
