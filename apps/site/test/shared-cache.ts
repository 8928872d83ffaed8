import { createServer, type IncomingHttpHeaders } from 'node:http';
import { listen } from '@gatefold/web-kit/testing';
import CachePolicy from 'http-cache-semantics';

type Kept = { readonly policy: CachePolicy; readonly body: Buffer };

/** A cache between all readers and the site, as a network puts one there: it keeps what RFC 9111 lets a shared cache keep. */
export async function startSharedCache(siteUrl: string) {
  const kept = new Map<string, Kept[]>();
  const counted = { hits: 0, stored: [] as string[] };

  const server = createServer((req, res) => {
    void (async () => {
      const asked = { url: req.url ?? '/', method: req.method ?? 'GET', headers: req.headers };
      const hit = kept.get(asked.url)?.find(({ policy }) => policy.satisfiesWithoutRevalidation(asked));
      if (hit !== undefined) {
        counted.hits += 1;
        return void res.writeHead(200, hit.policy.responseHeaders() as Record<string, string>).end(hit.body);
      }
      const answer = await fetch(new URL(asked.url, siteUrl), {
        method: asked.method,
        redirect: 'manual',
        headers: passedOn(asked.headers),
      });
      const body = Buffer.from(await answer.arrayBuffer());
      const headers = Object.fromEntries(answer.headers);
      const policy = policyOf(asked, { status: answer.status, headers });
      if (policy.storable() && policy.timeToLive() > 0) {
        kept.set(asked.url, [...(kept.get(asked.url) ?? []), { policy, body }]);
        counted.stored.push(asked.url);
      }
      const { 'content-encoding': _, 'content-length': _l, 'transfer-encoding': _t, ...plain } = headers;
      res.writeHead(answer.status, plain).end(body);
    })();
  });

  return {
    url: await listen(server),
    counted,
    forget() {
      kept.clear();
      counted.hits = 0;
      counted.stored.length = 0;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * `must-revalidate` binds a cache once a page is stale (RFC 9111, 5.2.2.2), and nothing stale is handed out here; the
 * package takes it for `no-cache`, and would never answer.
 */
function policyOf(
  asked: ConstructorParameters<typeof CachePolicy>[0],
  { status, headers }: { status: number; headers: Record<string, string> },
): CachePolicy {
  const said = headers['cache-control']?.replace(/,?\s*must-revalidate/, '');
  const answered = { ...headers, ...(said === undefined ? {} : { 'cache-control': said }) };
  return new CachePolicy(asked, { status, headers: answered }, { shared: true });
}

const passedOn = ({ cookie, accept, ...asked }: IncomingHttpHeaders): Record<string, string> => ({
  accept: accept ?? '*/*',
  'accept-language': asked['accept-language'] ?? '*',
  ...(cookie === undefined ? {} : { cookie }),
});
