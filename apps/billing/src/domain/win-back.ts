import { DAY, plus } from '@gatefold/kernel';
import type { HouseRules } from './house-rules.ts';
import type { Offer } from './offer.ts';
import { hasEnded, type EndReason, type Subscription } from './subscription.ts';
import { isLike } from './titles.ts';

/** Those who left by themselves, or whose bank made them; not those who were given their money back. */
const left: readonly (EndReason | null)[] = ['cancelled', 'payment-failed'];

/** Whether a reader with these subscriptions may come back with `offer`: they left, and some time ago. */
export function mayReturn(
  theirs: readonly Subscription[],
  offer: Offer,
  { rules: { winBack }, now }: { rules: HouseRules; now: Date },
): boolean {
  const same = theirs.filter((one) => isLike(one, offer));
  return (
    same.length > 0 &&
    same.every(hasEnded) &&
    same.some(({ endReason }) => left.includes(endReason)) &&
    same.every(({ endedAt }) => endedAt !== null && plus(endedAt, winBack.afterDays * DAY) <= now)
  );
}
