import type { Request as Asked, RequestHandler, Response as Answer } from 'express';
import { createRequestHandler, RouterContextProvider, type ServerBuild } from 'react-router';
import type { TurnedAway, Visit, visitContext } from './visit.ts';

/** The pages as Vite has built them, with the key under which they look for their visit. */
export type PagesBuild = ServerBuild & {
  readonly entry: { readonly module: { readonly visitContext: typeof visitContext } };
};

type Deps = {
  readonly build: PagesBuild;
  readonly financeUrl: string;
  visitFor(req: Asked, turnedAway: TurnedAway | null): Promise<Visit>;
};

/** Answers a request with a page. Only what pages need is handed to them: method, path, form, visit. */
export function pages({ build, financeUrl, visitFor }: Deps): RequestHandler {
  const handle = createRequestHandler(build, 'production');

  return async (req, res) => {
    const turnedAway = (res.locals['turnedAway'] as TurnedAway | undefined) ?? null;
    const visit = await visitFor(req, turnedAway);
    const context = new RouterContextProvider(new Map([[build.entry.module.visitContext, visit]]));
    const page = await handle(toRequest(req, { financeUrl, turnedAway }), context);
    // A session that is over is not asked about again.
    if (visit.session.kind === 'ended' && !page.headers.has('set-cookie'))
      res.append('set-cookie', visit.cookies.close());
    await send(res, page);
  };
}

/** The host is our own, whatever a request claims. One that is turned away loses its form. */
function toRequest(
  req: Asked,
  { financeUrl, turnedAway }: { financeUrl: string; turnedAway: TurnedAway | null },
): Request {
  const { origin, host } = new URL(financeUrl);
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

async function send(res: Answer, page: Response): Promise<void> {
  const body = Buffer.from(await page.arrayBuffer());
  res.status(page.status);
  for (const [name, value] of page.headers) if (name !== 'set-cookie') res.set(name, value);
  for (const cookie of page.headers.getSetCookie()) res.append('set-cookie', cookie);
  res.end(body);
}
