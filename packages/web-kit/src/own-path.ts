declare const checked: unique symbol;

/** An address within these pages. Redirects take nothing else, so that no link can lead anyone astray. */
export type OwnPath = string & { readonly [checked]: true };

const LONGEST = 500;
/** Only to resolve against; nothing is ever asked there. */
const HERE = 'http://pages.invalid';

/** Null for everything that is not plainly a path of ours: other hosts, schemes, backslashes, control characters. */
export function ownPath(input: unknown): OwnPath | null {
  if (typeof input !== 'string' || input.length > LONGEST) return null;
  // Browsers read "\" as "/" and drop tabs and line breaks, so "/\evil" and "/<tab>/evil" would leave these pages.
  if (!/^\/(?!\/)[^\\\p{Cc}]*$/u.test(input) || !URL.canParse(input, HERE)) return null;
  const url = new URL(input, HERE);
  if (url.origin !== HERE) return null;
  const path = `${url.pathname}${url.search}${url.hash}`;
  // "/.//evil" is resolved to "//evil".
  return path.startsWith('//') ? null : (path as OwnPath);
}

export const home = '/' as OwnPath;

/** The same page with one more parameter in its query; an older one of that name is replaced. */
export function withQuery(path: OwnPath, name: string, value: string): OwnPath {
  const url = new URL(path, HERE);
  url.searchParams.set(name, value);
  return `${url.pathname}${url.search}${url.hash}` as OwnPath;
}

/** The page that a request is for, so that it can be tried again. */
export function pathOf(request: { readonly url: string }): OwnPath {
  const { pathname, search } = new URL(request.url);
  return ownPath(pathname + search) ?? home;
}
