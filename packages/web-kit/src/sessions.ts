import { createHash } from 'node:crypto';
import { ApiProblem, identity, type Client } from '@gatefold/api';
import { SECOND, type MachineClock } from '@gatefold/kernel';
import type { z } from 'zod';

/** `email` is null while the address is not verified; `token` speaks for the reader at the other services. */
export type Session = Readonly<Omit<z.output<typeof identity.currentSession.answer>, 'tokenExpiresAt'>>;

/** `unknown`: there is a session, and nobody can say whose just now. */
export type SessionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'reader'; readonly session: Session };

export type Sessions = {
  of(cookie: string | null): Promise<SessionState>;
  /** So that a sign-out here is true at once. */
  forget(cookie: string): void;
};

type Options = {
  readonly client: Client;
  readonly clock: MachineClock;
  readonly mostKept: number;
  /**
   * What holds while identity does not answer: what it said last, while the reader's token is still
   * valid; or nothing, as a role may be gone since.
   */
  readonly whileAway: 'last-answer' | 'nobody';
};

/** How long a session that was ended elsewhere, or a role that was taken away, is still believed. Machine time. */
const FRESH_MS = 15 * SECOND;

type Kept = { readonly session: Session; readonly askedAt: number; readonly goodUntil: number };

/** Who a cookie stands for, asked of identity and kept for a few seconds. */
export function createSessions({ client, clock, mostKept, whileAway }: Options): Sessions {
  const kept = new Map<string, Kept>();

  const keep = (key: string, entry: Kept): void => {
    kept.delete(key);
    kept.set(key, entry);
    const oldest = kept.keys().next();
    if (kept.size > mostKept && oldest.done !== true) kept.delete(oldest.value);
  };

  const ask = async (cookie: string, key: string, now: number): Promise<SessionState> => {
    const { tokenExpiresAt, ...session } = await client.call(identity.currentSession, {
      body: { sessionToken: cookie },
    });
    keep(key, { session, askedAt: now, goodUntil: new Date(tokenExpiresAt).getTime() - 10 * SECOND });
    return { kind: 'reader', session };
  };

  const withoutAnswer = (error: unknown, key: string, now: number): SessionState => {
    const known = kept.get(key);
    const isEnded = error instanceof ApiProblem && error.status < 500;
    if (isEnded || whileAway === 'nobody') kept.delete(key);
    if (isEnded) return { kind: 'ended' };
    if (whileAway === 'last-answer' && known !== undefined && now < known.goodUntil)
      return { kind: 'reader', session: known.session };
    return { kind: 'unknown' };
  };

  return {
    async of(cookie) {
      if (cookie === null) return { kind: 'none' };
      const key = keyOf(cookie);
      const now = clock.now().getTime();
      const known = kept.get(key);
      if (known !== undefined && now < known.askedAt + FRESH_MS && now < known.goodUntil)
        return { kind: 'reader', session: known.session };
      return ask(cookie, key, now).catch((error: unknown) => withoutAnswer(error, key, now));
    },
    forget: (cookie) => void kept.delete(keyOf(cookie)),
  };
}

/** A cookie is a credential, so it is not kept as it is. */
const keyOf = (cookie: string): string => createHash('sha256').update(cookie).digest('base64url');
