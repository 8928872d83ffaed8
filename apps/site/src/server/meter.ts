import { DAY, plus, type MachineClock } from '@gatefold/kernel';
import { sessionCookie } from '@gatefold/web-kit';
import type { Request } from 'express';

/** What this browser has to do with free reading: what it kept, and whether this request is somebody who reads. */
export type MeterOfVisit = {
  /** Entitlement's token, as the browser sent it; whether it is good is entitlement's to say. */
  readonly token: string;
  readonly isReading: boolean;
  /** The `set-cookie` line that keeps a token for longer than the month in which it counts. */
  keep(token: string): string;
};

/** Two months of machine time, so that a month is never read twice for an early goodbye. */
const KEPT = 62 * DAY;

/** Finds the meter in a request. A look ahead by a browser, or a question about the headers only, reads nothing. */
export function createMeters({ siteUrl, clock }: { siteUrl: string; clock: MachineClock }) {
  const cookies = sessionCookie({ name: 'gatefold_meter', url: siteUrl, clock });
  return (req: Request): MeterOfVisit => ({
    token: cookies.read(req.get('cookie')) ?? '',
    isReading: req.method === 'GET' && !/prefetch|prerender/i.test(purposeOf(req)),
    keep: (token) => cookies.open(token, plus(clock.now(), KEPT).toISOString()),
  });
}

const purposeOf = (req: Request): string =>
  [req.get('sec-purpose'), req.get('purpose'), req.get('x-moz')].join(' ');
