import { hash } from 'node:crypto';
import type { Request as Asked, RequestHandler, Response as Answer } from 'express';
import {
  createRequestHandler,
  RouterContextProvider,
  type RouterContext,
  type ServerBuild,
} from 'react-router';
import type { SessionCookie } from './session-cookie.ts';
import type { SessionState } from './sessions.ts';

/** Why a request is answered with a problem before any page looks at it. */
export type TurnedAway = 'foreign-form' | 'too-large' | 'malformed' | 'not-found';

/** What every app's visit has: one request of one browser. */
type AnyVisit = { readonly session: SessionState; readonly cookies: Pick<SessionCookie, 'close'> };

/** The pages as Vite has built them, with the key under which they look for their visit. */
export type PagesBuild<Visit = AnyVisit> = ServerBuild & {
  readonly entry: { readonly module: { readonly visitContext: RouterContext<Visit> } };
};

type Deps<Visit> = {
  readonly build: PagesBuild<Visit>;
  readonly url: string;
  /** Which headers of a request decide how a page looks. */
  readonly vary?: readonly string[];
  visitFor(req: Asked, turnedAway: TurnedAway | null): Promise<Visit>;
  /** Told of each page as it goes out, before anything of it is sent. */
  onPage?(visit: Visit, page: PageSent): void;
};

/** A page with all its headers. */
export type PageSent = { readonly req: Asked; readonly res: Answer; readonly body: Buffer };

/** Answers a request with a page. Only what pages need is handed to them: method, path, form, visit. */
export function pages<Visit extends AnyVisit>({
  build,
  url,
  vary = ['cookie'],
  visitFor,
  onPage,
}: Deps<Visit>): RequestHandler {
  const handle = createRequestHandler(build, 'production');

  return async (req, res) => {
    const turnedAway = (res.locals['turnedAway'] as TurnedAway | undefined) ?? null;
    const visit = await visitFor(req, turnedAway);
    const context = new RouterContextProvider(new Map([[build.entry.module.visitContext, visit]]));
    const page = await handle(toRequest(req, { url, turnedAway }), context);
    // A session that is over is not asked about again.
    if (visit.session.kind === 'ended' && !page.headers.has('set-cookie'))
      res.append('set-cookie', visit.cookies.close());
    res.vary(vary.join(', '));
    const body = await fill(res, page);
    onPage?.(visit, { req, res, body });
    // Whoever has this very page already gets nothing more of it.
    if (req.fresh) res.status(304).end();
    else res.end(body);
  };
}

/** The host is our own, whatever a request claims. One that is turned away loses its form. */
function toRequest(req: Asked, { url, turnedAway }: { url: string; turnedAway: TurnedAway | null }): Request {
  const { origin, host } = new URL(url);
  const headers = new Headers({ host, accept: 'text/html' });
  const hasForm = turnedAway === null && req.method === 'POST';
  if (hasForm) headers.set('content-type', req.get('content-type') ?? 'application/x-www-form-urlencoded');
  if (hasForm) headers.set('origin', origin);
  return new Request(new URL(turnedAway === null ? req.url : '/', origin), {
    method: hasForm ? 'POST' : req.method === 'HEAD' ? 'HEAD' : 'GET',
    headers,
    ...(hasForm && Buffer.isBuffer(req.body) ? { body: new Uint8Array(req.body) } : {}),
  });
}

async function fill(res: Answer, page: Response): Promise<Buffer> {
  const body = Buffer.from(await page.arrayBuffer());
  res.status(page.status);
  for (const [name, value] of page.headers) if (name !== 'set-cookie') res.set(name, value);
  for (const cookie of page.headers.getSetCookie()) res.append('set-cookie', cookie);
  // Whoever says nothing about it is not kept anywhere.
  if (!res.hasHeader('cache-control')) res.set('cache-control', 'private, no-store');
  if (page.status === 200 && !/no-store/.test(String(res.getHeader('cache-control'))))
    res.set('etag', `"${hash('sha256', body, 'base64url').slice(0, 22)}"`);
  return body;
}
