import type { Visit } from './visit.ts';

/**
 * How long a page may be kept: for a moment by shared caches when it is the same for everyone,
 * nowhere when it was made for somebody. Browsers ask again each time.
 */
export const cacheControl = ({ cookie }: Pick<Visit, 'cookie'>, isForEveryone = true): string =>
  cookie === null && isForEveryone ? 'public, max-age=0, s-maxage=15, must-revalidate' : 'private, no-store';

/** For a page's `headers` export: what its loader said of keeping it, and of the script that it may run. */
export const fromLoader = ({ loaderHeaders }: { loaderHeaders: Headers }): HeadersInit =>
  ['cache-control', 'content-security-policy'].flatMap((name): [string, string][] => {
    const said = loaderHeaders.get(name);
    return said === null ? [] : [[name, said]];
  });
