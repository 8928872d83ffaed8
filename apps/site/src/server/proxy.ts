import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { Router, type Response } from 'express';

/** Headers of content's answer that a browser needs; nothing else is passed on. */
const passedOn = ['content-type', 'content-length', 'cache-control', 'content-security-policy', 'etag'];

type Options = { readonly contentUrl: string; readonly publication: string };

/** Pictures, and the paper's feed and sitemaps, which content makes, under the site's own address. Nobody's token goes with it. */
export function contentProxy({ contentUrl, publication }: Options): Router {
  const router = Router({ caseSensitive: true, strict: true });

  router.get(['/media/:file', '/feed.xml', '/sitemap.xml', '/sitemaps/:part.xml'], async (req, res) => {
    const source = new URL(req.url, contentUrl);
    if (!source.pathname.startsWith('/media/')) source.searchParams.set('publication', publication);
    const answer = await fetch(source, {
      headers: { accept: req.get('accept') ?? '*/*' },
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    }).catch(() => null);
    if (answer === null) return void res.status(503).set('cache-control', 'no-store').end();
    if (!answer.ok) return void res.status(answer.status).set('cache-control', 'no-store').end();
    await pass(answer, res);
  });

  return router;
}

async function pass(answer: globalThis.Response, res: Response): Promise<void> {
  res.status(answer.status);
  for (const name of passedOn) {
    const value = answer.headers.get(name);
    if (value !== null && !(name === 'content-length' && answer.headers.has('content-encoding')))
      res.set(name, value);
  }
  if (answer.body === null) return void res.end();
  await pipeline(Readable.fromWeb(answer.body as ReadableStream), res);
}
