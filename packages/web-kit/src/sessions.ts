import { hash } from 'node:crypto';
import { ApiProblem, identity, type Client } from '@gatefold/api';
import { SECOND, type MachineClock } from '@gatefold/kernel';
import type { Logger, Worker } from '@gatefold/service-kit';
import { createSessionMemory, type Session } from './session-memory.ts';
import { createSessionNews } from './session-news.ts';

/** `unknown`: there is a session, and nobody can say whose just now. */
export type SessionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'reader'; readonly session: Session };

export type Sessions = {
  of(cookie: string | null): Promise<SessionState>;
  /** The session as it is believed at this moment; null where it has to be asked for. */
  believed(cookie: string): Session | null;
  /** So that a sign-out here is true at once. */
  forget(cookie: string): void;
  /** Hears which sessions have ended elsewhere. While it does not run, each is asked for again in a moment. */
  readonly worker: Worker;
};

type Options = {
  readonly client: Client;
  readonly clock: MachineClock;
  readonly logger: Pick<Logger, 'warn'>;
  readonly mostKept: number;
  /**
   * What holds while identity does not answer: what it said last, while the reader's token is still
   * valid; or nothing, as a role may be gone since.
   */
  readonly whileAway: 'last-answer' | 'nobody';
};

/** How long a session is believed where nobody would tell that it has ended. Machine time. */
const FRESH_MS = 15 * SECOND;

/**
 * Who a cookie stands for, asked of identity and kept: for a few seconds, or as long as the reader's token lives
 * while identity is heard to tell which sessions have ended.
 */
export function createSessions({ client, clock, logger, mostKept, whileAway }: Options): Sessions {
  const memory = createSessionMemory(mostKept);
  const news = createSessionNews({ client, clock, logger, hearer: memory.hearer });
  const time = (): number => clock.now().getTime();

  const ask = async (cookie: string, key: string, now: number): Promise<SessionState> => {
    const { tokenExpiresAt, ...session } = await client.call(identity.currentSession, {
      body: { sessionToken: cookie },
    });
    memory.keep(key, { session, askedAt: now, goodUntil: new Date(tokenExpiresAt).getTime() - 10 * SECOND });
    return { kind: 'reader', session };
  };

  const withoutAnswer = (error: unknown, key: string, now: number): SessionState => {
    const known = memory.get(key);
    const isEnded = error instanceof ApiProblem && error.status < 500;
    if (isEnded || whileAway === 'nobody') memory.drop(key);
    if (isEnded) return { kind: 'ended' };
    if (whileAway === 'last-answer' && known !== undefined && now < known.goodUntil)
      return { kind: 'reader', session: known.session };
    return { kind: 'unknown' };
  };

  const believed = (key: string, now: number): Session | null => {
    const known = memory.get(key);
    if (known === undefined || now >= known.goodUntil) return null;
    return now < known.askedAt + FRESH_MS || news.isHeard(now) ? known.session : null;
  };

  return {
    async of(cookie) {
      if (cookie === null) return { kind: 'none' };
      const key = keyOf(cookie);
      const now = time();
      const session = believed(key, now);
      if (session !== null) return { kind: 'reader', session };
      return ask(cookie, key, now).catch((error: unknown) => withoutAnswer(error, key, now));
    },
    believed: (cookie) => believed(keyOf(cookie), time()),
    forget: (cookie) => memory.end(keyOf(cookie), time()),
    worker: news,
  };
}

/** A cookie is a credential, so it is not kept as it is. Identity names a session by the same hash. */
const keyOf = (cookie: string): string => hash('sha256', cookie, 'base64url');
