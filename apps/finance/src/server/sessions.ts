import { createHash } from 'node:crypto';
import { ApiProblem, identity, type Client } from '@gatefold/api';
import { SECOND, type MachineClock } from '@gatefold/kernel';
import type { z } from 'zod';

type Role = z.output<typeof identity.currentSession.answer>['role'];

export type Person = {
  readonly id: string;
  readonly role: Role;
  readonly provisional: boolean;
  readonly email: string | null;
  /** Speaks for the person at the other services, which look at the role again. */
  readonly token: string;
};

/** `unknown`: there is a session, and nobody can say whose just now. */
export type SessionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'person'; readonly person: Person };

export type Sessions = {
  of(cookie: string | null): Promise<SessionState>;
  /** So that a sign-out here is true at once. */
  forget(cookie: string): void;
};

/** How long a session that was ended elsewhere, or a role that was taken away, may still look. Machine time. */
const FRESH_MS = 15 * SECOND;
const MOST_KEPT = 1_000;

type Kept = { readonly person: Person; readonly askedAt: number; readonly goodUntil: number };

/**
 * Who a cookie stands for, asked of identity and kept for a few seconds.
 *
 * When identity does not answer, nobody is let in on what it said before: a role may be gone since.
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
    const { readerId: id, role, provisional, email, token, tokenExpiresAt } = answer;
    const person = { id, role, provisional, email, token };
    keep(key, { person, askedAt: now, goodUntil: new Date(tokenExpiresAt).getTime() - 10 * SECOND });
    return { kind: 'person', person };
  };

  return {
    async of(cookie) {
      if (cookie === null) return { kind: 'none' };
      const key = keyOf(cookie);
      const now = clock.now().getTime();
      const known = kept.get(key);
      if (known !== undefined && now < known.askedAt + FRESH_MS && now < known.goodUntil)
        return { kind: 'person', person: known.person };
      kept.delete(key);
      try {
        return await ask(cookie, key, now);
      } catch (error) {
        return { kind: error instanceof ApiProblem && error.status < 500 ? 'ended' : 'unknown' };
      }
    },
    forget: (cookie) => void kept.delete(keyOf(cookie)),
  };
}

/** A cookie is a credential, so it is not kept as it is. */
const keyOf = (cookie: string): string => createHash('sha256').update(cookie).digest('base64url');
