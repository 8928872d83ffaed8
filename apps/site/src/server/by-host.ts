import type { RequestListener } from 'node:http';

type Hosted = { readonly url: string; readonly http: RequestListener };

/**
 * Leads each request to the paper of its host, and every other host to the main paper.
 *
 * A host only ever chooses among the papers: no page, cookie or redirect is made of what a request claims, so a
 * forged one finds the main paper under the main paper's own address. Checks of health come without a known host.
 */
export function byHost([main, ...others]: readonly [Hosted, ...Hosted[]]): RequestListener {
  if (others.length === 0) return main.http;
  const known = new Map(others.map(({ url, http }) => [new URL(url).host, http]));
  return (req, res) => (known.get(hostIn(req.headers.host)) ?? main.http)(req, res);
}

/** Without regard to case, and to a dot at its end. */
const hostIn = (header: string | undefined): string => (header ?? '').toLowerCase().replace(/\.(?=:|$)/, '');
