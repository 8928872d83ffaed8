import type { MachineClock } from '@gatefold/kernel';
import type { Authenticate } from '@gatefold/service-kit';

const MOST = 1_000;

/**
 * Services' tokens that were verified once, until they end. A service sends the same one for a minute, and a
 * signature costs more than an answer.
 */
export function knownTokens(authenticate: Authenticate, clock: MachineClock) {
  const ends = new Map<string, number>();

  let last: { readonly header: string; readonly end: number | undefined } = { header: '', end: undefined };

  const remember = (header: string): void => {
    const end = endOf(header);
    if (end === null) return;
    ends.set(header, end);
    last = { header, end };
    if (ends.size > MOST) for (const oldest of ends.keys()) return void ends.delete(oldest);
  };

  return {
    authenticate: (async (req) => {
      const caller = await authenticate(req);
      const header = req.get('authorization');
      if (caller.kind === 'service' && header !== undefined) remember(header);
      return caller;
    }) satisfies Authenticate,
    /** Whether this `Authorization` header is that of a service, as was verified before. */
    isService(header: string | undefined): boolean {
      // Comparing is cheaper than hashing, and mostly it is the same caller as before.
      if (header === undefined) return false;
      if (header !== last.header) last = { header, end: ends.get(header) };
      const { end } = last;
      if (end === undefined) return false;
      if (clock.now().getTime() < end) return true;
      ends.delete(header);
      return false;
    },
  };
}

/** When a verified token ends, in milliseconds; null for one that does not say. */
function endOf(header: string): number | null {
  const payload = Buffer.from(header.split('.')[1] ?? '', 'base64url').toString('utf8');
  const { exp } = JSON.parse(payload) as { exp?: unknown };
  return typeof exp === 'number' ? exp * 1_000 : null;
}
