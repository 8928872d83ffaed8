import { DAY, HOUR, plus, SECOND, type MachineClock } from '@gatefold/kernel';
import { sessionCookie, type Session, type SessionState } from '@gatefold/web-kit';
import type { Request } from 'express';
import { z } from 'zod';

/** What content signed for this reader, for times when nobody else can be asked. */
export type PassOfVisit = {
  /** Null for one who is signed out: a browser that was handed on shows nobody else's. */
  readonly token: string | null;
  /** The `set-cookie` lines that keep one, or throw it away. */
  keep(token: string): string;
  drop(): string;
};

/** A pass is believed for a day at the most; how long is content's to say. */
const KEPT = DAY;

export type Passes = {
  of(req: Request, session: SessionState): PassOfVisit;
  /** Whether a request brings any. */
  isIn(cookie: string): boolean;
  /** Whether this session brings one that content would not sign anew: of this version of the reader's set, and young. */
  isYoung(session: Session, brought: { readonly cookie: string; readonly version: number }): boolean;
};

/** After so long content signs one anew. */
const YOUNG = HOUR;

/** Finds the pass in a request. It is sent on for one who is signed in, or of whom identity cannot say it just now. */
export function createPasses({ siteUrl, clock }: { siteUrl: string; clock: MachineClock }): Passes {
  const cookies = sessionCookie({ name: 'gatefold_pass', url: siteUrl, clock, longest: 1_200 });
  const seen = new WeakMap<Session, { readonly version: number; readonly until: number }>();
  const isIn = (cookie: string): boolean => cookie.includes('gatefold_pass=');

  return {
    isIn,
    of: (req, { kind }) => ({
      token: kind === 'reader' || kind === 'unknown' ? tokenIn(cookies.read(req.get('cookie'))) : null,
      keep: (token) => cookies.open(token, plus(clock.now(), KEPT).toISOString()),
      drop: () => cookies.close(),
    }),
    isYoung(session, { cookie, version }) {
      const now = clock.now().getTime();
      const known = seen.get(session);
      if (known !== undefined && known.version === version && now < known.until) return isIn(cookie);
      const claims = claimsIn(tokenIn(cookies.read(cookie)));
      const isRight = claims?.kind === 'grant' && claims.sub === session.readerId && claims.ver === version;
      if (!isRight || now >= claims.iat * SECOND + YOUNG) return false;
      seen.set(session, { version, until: claims.iat * SECOND + YOUNG });
      return true;
    },
  };
}

const Claims = z.object({ kind: z.string(), sub: z.string(), ver: z.int(), iat: z.int() });

/**
 * What a pass says, whoever wrote it. It opens nothing here: who forges one goes without a new one.
 */
function claimsIn(token: string | null): z.output<typeof Claims> | null {
  try {
    const text = Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString('utf8');
    return Claims.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const tokenIn = (text: string | null): string | null =>
  text !== null && /^[\w-]+\.[\w-]+\.[\w-]{86}$/.test(text) ? text : null;
