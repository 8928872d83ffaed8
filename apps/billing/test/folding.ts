import { countingIds } from '@gatefold/test-kit';
import type { Change, WantedCall, WantedCase } from '../src/domain/change.ts';
import { fold, type Folded } from '../src/domain/fold.ts';
import type { Subscription } from '../src/domain/subscription.ts';
import { aSubscription } from './builders.ts';
import type { Look } from './stripe.ts';

/** What came of looking at Stripe time and again. */
export type Story = {
  readonly next: Subscription;
  /** What the last look alone brought. */
  readonly last: Folded;
  readonly changes: readonly Change[];
  readonly calls: readonly WantedCall[];
  readonly cases: readonly WantedCase[];
};

/** Folds one look after the other into Ada's subscription, as webhooks, the return page or the poller do. */
export function folding(looks: readonly Look[], before: Subscription = aSubscription()): Story {
  const newId = countingIds();
  const nothing: Folded = { next: before, changes: [], calls: [], cases: [] };
  return looks.reduce<Story>(
    (so, { seen, now }) => {
      const last = fold(so.next, seen, { now, newId });
      return {
        next: last.next,
        last,
        changes: [...so.changes, ...last.changes],
        calls: [...so.calls, ...last.calls],
        cases: [...so.cases, ...last.cases],
      };
    },
    { ...nothing, last: nothing },
  );
}

export const typesOf = (changes: readonly Change[]): string[] => changes.map(({ type }) => type);
