import type { ReadingEnd } from './held.ts';
import { currentOf, type Held } from './standing.ts';

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

/** Null when nothing is wrong with the current subscription. Its `reading` is for others to fill in. */
export function troubleOf(newestFirst: readonly Known[]): Trouble | null {
  const current = currentOf(newestFirst);
  if (current === null || current.phase === 'ended') return null;
  if (current.standing !== 'collecting' && current.standing !== 'exhausted') return null;
  return {
    subscription: current.id,
    retryAt: current.retryAt,
    isClosed: current.standing === 'exhausted',
    reading: null,
  };
}
