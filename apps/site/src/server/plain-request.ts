import type { IncomingMessage } from 'node:http';

const PATH = '/articles/';
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const LONGEST = 200;

/** The article whose page is asked for, plainly: no other method, no query, nothing encoded. */
export function slugIn({ method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>): string | null {
  if (method !== 'GET' || !url.startsWith(PATH)) return null;
  const slug = url.slice(PATH.length);
  return slug.length <= LONGEST && SLUG.test(slug) ? slug : null;
}

/** The headers that decide what a reader gets. */
export type PlainHeaders = {
  readonly cookie: string;
  readonly acceptLanguage: string | undefined;
  /** A single tag, as it came. */
  readonly ifNoneMatch: string | null;
};

const read = new Map(
  ['cookie', 'accept-language', 'if-none-match', 'cache-control'].map((name, at) => [name, at]),
);
const refused: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'expect']);

/**
 * The headers as they came, without all others being put in order for it. Null for a request with a body, with one of
 * them twice, or with more than one tag.
 */
export function plainHeaders(raw: readonly string[]): PlainHeaders | null {
  const found: (string | undefined)[] = [undefined, undefined, undefined, undefined];
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase();
    const place = read.get(name);
    if (place === undefined && !refused.has(name)) continue;
    if (place === undefined || found[place] !== undefined) return null;
    found[place] = raw[at + 1];
  }
  return headersIn(found);
}

function headersIn([cookie = '', acceptLanguage, tag, wish]: readonly (
  | string
  | undefined
)[]): PlainHeaders | null {
  if (tag !== undefined && !ONE_TAG.test(tag)) return null;
  // Whoever wants nothing that was kept gets the page, whatever they have.
  const ifNoneMatch = wish === undefined ? (tag ?? null) : null;
  return { cookie, acceptLanguage, ifNoneMatch };
}

const ONE_TAG = /^"[\w-]+"$/;
