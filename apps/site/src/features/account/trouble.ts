import type { ReadingEnd } from './held.ts';
import { situationOf, type Held } from './standing.ts';

/** A payment that has failed, as far as a reader should be told on every page. */
export type Trouble = {
  readonly subscription: string;
  /** When the same card is tried again; null when it is not. */
  readonly retryAt: string | null;
  /** Whether the reader has been shut out, so that walls say it too. */
  readonly isClosed: boolean;
  readonly reading: ReadingEnd;
};

type Known = Pick<Held, 'id' | 'phase' | 'standing' | 'intent'> & { readonly retryAt: string | null };

/** Null when nothing is wrong with a subscription that runs. Its `reading` is for others to fill in. */
export function troubleOf(newestFirst: readonly Known[]): Trouble | null {
  const failing = newestFirst.find((one) => situationOf(one) === 'payment-failing');
  if (failing === undefined) return null;
  return {
    subscription: failing.id,
    retryAt: failing.retryAt,
    isClosed: failing.standing === 'exhausted',
    reading: null,
  };
}
