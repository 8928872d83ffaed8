import { refuse } from '../domain/refusals.ts';
import type { Subscription } from '../domain/subscription.ts';

/** Who asks: a reader for what is theirs, or somebody who may see everything. */
export type Asker = { readonly readerId: string } | 'staff';

/** Not "forbidden": that would tell a stranger that the subscription exists. */
export function checkIsOf(subscription: Subscription, asker: Asker): void {
  if (asker !== 'staff' && subscription.readerId !== asker.readerId) throw refuse('subscription-not-found');
}
