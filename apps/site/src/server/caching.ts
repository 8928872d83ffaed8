import type { Visit } from './visit.ts';

/**
 * For whom a page is: the same for all; the same for all guests at this network address, since others read by an
 * institution; or for one.
 */
export type MadeFor = 'all' | 'here' | 'one';

/**
 * How long a page may be kept: for a moment by shared caches when it is the same for everyone, by the browser alone
 * when it depends on the address, nowhere when it was made for somebody. Browsers ask again each time.
 */
export function cacheControl({ cookie }: Pick<Visit, 'cookie'>, madeFor: MadeFor = 'all'): string {
  if (cookie !== null || madeFor === 'one') return 'private, no-store';
  return madeFor === 'all' ? 'public, max-age=0, s-maxage=15, must-revalidate' : 'private, no-cache';
}

/** For a page's `headers` export: what its loader said of keeping it, and of the script that it may run. */
export const fromLoader = ({ loaderHeaders }: { loaderHeaders: Headers }): HeadersInit =>
  ['cache-control', 'content-security-policy'].flatMap((name): [string, string][] => {
    const said = loaderHeaders.get(name);
    return said === null ? [] : [[name, said]];
  });
