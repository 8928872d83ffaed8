import { readerId, zipf } from '../entitlement/population.ts';

export type Size = { readonly articles: number; readonly payers: number; readonly others: number };

/** A request of a reader for an article, and what its answer must and must not hold. */
export type Asked = { readonly article: number; readonly isPayer: boolean };

const get = (article: number, headers: string): Buffer =>
  Buffer.from(
    `GET /articles/story-${article} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/html\r\n${headers}\r\n`,
  );

export const asGuest = (article: number, etag: string | null = null): Buffer =>
  get(article, etag === null ? '' : `if-none-match: ${etag}\r\n`);

/** As a browser sends it after a first visit: the session, and of one who pays the pass that content signed. */
export const asReader = (article: number, { n, payers }: { n: number; payers: number }): Buffer =>
  get(article, `cookie: ${cookieOf(n, payers)}\r\n`);

export function cookieOf(n: number, payers: number): string {
  const session = `gatefold_session=session-of-a-reader-of-the-meridian-${n}`;
  return n < payers ? `${session}; gatefold_pass=${passOf(n)}` : session;
}

function passOf(n: number): string {
  const iat = Math.floor(Date.now() / 1_000);
  const claims = {
    ...{ iss: 'gatefold/content', aud: 'gatefold/pass', sub: readerId(n), kind: 'grant', pub: 'meridian' },
    ...{ ftr: ['articles'], src: 'subscription', ver: 1, until: '2099-01-01T00:00:00.000Z', iat },
  };
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'EdDSA', kid: 'content', typ: 'JWT' })}.${encode(claims)}.${'s'.repeat(86)}`;
}

/** Every reader once, each at an article that is read as often as it is known. */
export function everyReader({ articles, payers, others }: Size): { requests: Buffer[]; asked: Asked[] } {
  const order = Array.from({ length: payers + others }, (_, n) => ({ n, by: Math.random() }));
  const readers = order
    .toSorted((a, b) => a.by - b.by)
    .map(({ n }) => ({ n, article: zipf(articles, Math.random) }));
  return {
    requests: readers.map(({ n, article }) => asReader(article, { n, payers })),
    asked: readers.map(({ n, article }) => ({ article, isPayer: n < payers })),
  };
}
