declare const checked: unique symbol;

/** An address within this site. Redirects take nothing else, so that no link can lead a reader astray. */
export type SitePath = string & { readonly [checked]: true };

const LONGEST = 500;
/** Only to resolve against; nothing is ever asked there. */
const HERE = 'http://site.invalid';

/** Null for everything that is not plainly a path of this site: other hosts, schemes, backslashes, control characters. */
export function sitePath(input: unknown): SitePath | null {
  if (typeof input !== 'string' || input.length > LONGEST) return null;
  // Browsers read "\" as "/" and drop tabs and line breaks, so "/\evil" and "/<tab>/evil" would leave the site.
  if (!/^\/(?!\/)[^\\\p{Cc}]*$/u.test(input) || !URL.canParse(input, HERE)) return null;
  const url = new URL(input, HERE);
  if (url.origin !== HERE) return null;
  const path = `${url.pathname}${url.search}${url.hash}`;
  // "/.//evil" is resolved to "//evil".
  return path.startsWith('//') ? null : (path as SitePath);
}

export const home = '/' as SitePath;

/** The same page with one more parameter in its query; an older one of that name is replaced. */
export function withQuery(path: SitePath, name: string, value: string): SitePath {
  const url = new URL(path, HERE);
  url.searchParams.set(name, value);
  return `${url.pathname}${url.search}${url.hash}` as SitePath;
}

export const offerPath = (returnTo: SitePath): SitePath =>
  withQuery('/offer' as SitePath, 'returnTo', returnTo);

export const signInPath = (returnTo: SitePath): SitePath =>
  withQuery('/sign-in' as SitePath, 'returnTo', returnTo);
