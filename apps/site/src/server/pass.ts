import { DAY, plus, type MachineClock } from '@gatefold/kernel';
import { sessionCookie, type SessionState } from '@gatefold/web-kit';
import type { Request } from 'express';

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

/** Finds the pass in a request. It is sent on for one who is signed in, or of whom identity cannot say it just now. */
export function createPasses({ siteUrl, clock }: { siteUrl: string; clock: MachineClock }) {
  const cookies = sessionCookie({ name: 'gatefold_pass', url: siteUrl, clock, longest: 1_200 });
  return (req: Request, { kind }: SessionState): PassOfVisit => ({
    token: kind === 'reader' || kind === 'unknown' ? tokenIn(cookies.read(req.get('cookie'))) : null,
    keep: (token) => cookies.open(token, plus(clock.now(), KEPT).toISOString()),
    drop: () => cookies.close(),
  });
}

const tokenIn = (text: string | null): string | null =>
  text !== null && /^[\w-]+\.[\w-]+\.[\w-]{86}$/.test(text) ? text : null;
