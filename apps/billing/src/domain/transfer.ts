import type { Change, WantedCall } from './change.ts';
import type { Decided } from './consequences.ts';
import { hasEnded, type Subscription } from './subscription.ts';
import { refundAll } from './ending.ts';
import type { NewId } from '@gatefold/kernel';

/**
 * What becomes of a subscription when its reader turns out to be another account.
 *
 * It goes over, with everything that was paid. If the account has a live one to the same already, this
 * second one is ended and paid back: nobody reads twice.
 */
export function transfer(
  subscription: Subscription,
  to: { readerId: string; hasLiveOne: boolean },
  newId: NewId,
): Decided {
  if (subscription.readerId === to.readerId) return { next: subscription, changes: [] };
  const changes: Change[] = [{ type: 'transferred', fromReaderId: subscription.readerId }];
  const moved = { ...subscription, readerId: to.readerId };
  if (hasEnded(moved) || moved.endingAs !== null || !to.hasLiveOne) return { next: moved, changes };

  const { stripeSubscriptionId } = moved;
  const calls: WantedCall[] = [
    { kind: 'cancel-now', key: `end:${stripeSubscriptionId}`, stripeSubscriptionId },
    ...refundAll(moved, newId),
  ];
  return { next: { ...moved, endingAs: 'duplicate' }, changes, calls };
}
