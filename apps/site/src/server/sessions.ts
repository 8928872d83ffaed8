import { createHash } from 'node:crypto';
import { ApiProblem, identity, type Client } from '@gatefold/api';
import { SECOND, type MachineClock } from '@gatefold/kernel';

export type Session = {
  readonly readerId: string;
  readonly provisional: boolean;
  /** Null while the address is not verified. */
  readonly email: string | null;
  /** Speaks for the reader at the other services. */
  readonly token: string;
};

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

/** How long a session that was ended elsewhere may still read here. Machine time. */
const FRESH_MS = 15 * SECOND;
const MOST_KEPT = 20_000;

type Kept = { readonly session: Session; readonly askedAt: number; readonly goodUntil: number };

/**
 * Who a cookie stands for, asked of identity and kept for a few seconds.
 *
 * When identity does not answer, what it said last is used while the reader's token is still valid.
 */
export function createSessions({ client, clock }: { client: Client; clock: MachineClock }): Sessions {
  const kept = new Map<string, Kept>();

  const keep = (key: string, entry: Kept): void => {
    kept.delete(key);
    kept.set(key, entry);
    const oldest = kept.keys().next();
    if (kept.size > MOST_KEPT && oldest.done !== true) kept.delete(oldest.value);
  };

  const ask = async (cookie: string, key: string, now: number): Promise<SessionState> => {
    const answer = await client.call(identity.currentSession, { body: { sessionToken: cookie } });
    const { readerId, provisional, email, token, tokenExpiresAt } = answer;
    const session = { readerId, provisional, email, token };
    keep(key, { session, askedAt: now, goodUntil: new Date(tokenExpiresAt).getTime() - 10 * SECOND });
    return { kind: 'reader', session };
  };

  return {
    async of(cookie) {
      if (cookie === null) return { kind: 'none' };
      const key = keyOf(cookie);
      const now = clock.now().getTime();
      const known = kept.get(key);
      if (known !== undefined && now < known.askedAt + FRESH_MS && now < known.goodUntil)
        return { kind: 'reader', session: known.session };
      try {
        return await ask(cookie, key, now);
      } catch (error) {
        if (error instanceof ApiProblem && error.status < 500) {
          kept.delete(key);
          return { kind: 'ended' };
        }
        if (known !== undefined && now < known.goodUntil) return { kind: 'reader', session: known.session };
        return { kind: 'unknown' };
      }
    },
    forget: (cookie) => void kept.delete(keyOf(cookie)),
  };
}

/** A cookie is a credential, so it is not kept as it is. */
const keyOf = (cookie: string): string => createHash('sha256').update(cookie).digest('base64url');
