import { Refusal, type NewId } from '@gatefold/kernel';
import { cancelNow, quoteCancelNow } from './cancel-now.ts';
import type { Decided } from './consequences.ts';
import { hasEnded, type Subscription } from './subscription.ts';
import { opensMore } from './titles.ts';

type Given = { readonly now: Date; readonly newId: NewId };

/**
 * The larger is kept: what becomes of those that an account has, when what its reader has bought beside them opens all
 * of their titles and more. They end at once, and what is not used of them goes back as their own terms say.
 *
 * Null where the one that was bought gives way instead: it opens no more, or not all of theirs, or the terms of one of
 * theirs let it end only with what is paid for.
 */
export function giveWay(
  theirs: readonly Subscription[],
  bought: Subscription,
  { now, newId }: Given,
): Decided[] | null {
  const isRunning = !hasEnded(bought) && bought.endingAs === null;
  const isLarger = theirs.every((one) => opensMore(bought, one) && !opensMore(one, bought));
  if (theirs.length === 0 || !isRunning || !isLarger) return null;
  try {
    return theirs.map((one) => {
      const commandId = `merge:${bought.id}:${one.id}`;
      return cancelNow(one, quoteCancelNow(one, now), { now, newId, commandId });
    });
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
