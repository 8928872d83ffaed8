import type { identity } from '@gatefold/api';
import { SECOND } from '@gatefold/kernel';
import type { z } from 'zod';
import type { Hearer } from './session-news.ts';

/** `email` is null while the address is not verified; `token` speaks for the reader at the other services. */
export type Session = Readonly<Omit<z.output<typeof identity.currentSession.answer>, 'tokenExpiresAt'>>;

/** `askedAt`: when the question was put whose answer this is. Machine time, in milliseconds. */
export type Kept = { readonly session: Session; readonly askedAt: number; readonly goodUntil: number };

/** Longer than any answer of identity's is waited for. */
const ENDED_FOR_MS = 30 * SECOND;

/** Sessions by the hash of their cookie, and those that ended a moment ago, so that no answer from before is kept. */
export function createSessionMemory(mostKept: number) {
  const kept = new Map<string, Kept>();
  const ends = new Map<string, number>();
  let allEndedAt = -Infinity;

  const forgetOldEnds = (now: number): void => {
    for (const [key, at] of ends) {
      if (now < at + ENDED_FOR_MS) return;
      ends.delete(key);
    }
  };
  const end = (key: string, at: number): void => {
    kept.delete(key);
    forgetOldEnds(at);
    ends.delete(key);
    ends.set(key, at);
  };
  const hearer: Hearer = {
    ended: (keys, at) => keys.forEach((key) => end(key, at)),
    anyEnded(at) {
      kept.clear();
      allEndedAt = at;
    },
  };

  return {
    hearer,
    end,
    get: (key: string): Kept | undefined => kept.get(key),
    drop: (key: string): void => void kept.delete(key),
    keep(key: string, entry: Kept): void {
      // It ended, or changed, while it was asked for.
      if (Math.max(allEndedAt, ends.get(key) ?? -Infinity) >= entry.askedAt) return;
      kept.delete(key);
      kept.set(key, entry);
      const oldest = kept.keys().next();
      if (kept.size > mostKept && oldest.done !== true) kept.delete(oldest.value);
    },
  };
}
