import type { IncomingMessage } from 'node:http';
import { openApiOf } from '@gatefold/api';
import type { NewId } from '@gatefold/kernel';
import type { Logger, Metrics } from '@gatefold/service-kit';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { isOwnForm, securityHeaders } from './security.ts';
import type { TurnedAway } from './pages.ts';

const FORM_LIMIT = '16kb';

export type PagesAppOptions = {
  /** As it is written over the API's description, such as "Gatefold site". */
  readonly title: string;
  readonly url: string;
  /** Origins to which a form may lead by a redirect. */
  readonly formTargets: readonly string[];
  readonly trustProxy: string | undefined;
  /** Where the built style sheets, fonts and pictures are. */
  readonly assets: string;
  /** First parts of paths that are told apart in metrics, never ids or slugs. */
  readonly parts: readonly string[];
  /** Paths whose forms may be larger than all others, and how large. */
  readonly largerForms?: Readonly<Record<string, string>>;
  /** Paths whose forms need not come from our own pages: all that counts there is a token in the address. */
  readonly openForms?: readonly string[];
  /** Before anything is answered, such as headers that all answers get. */
  readonly first: readonly RequestHandler[];
  /** What is answered without a page. */
  readonly beside: readonly RequestHandler[];
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly newId: NewId;
  readonly readiness: Readonly<Record<string, () => Promise<unknown>>>;
  readonly pages: RequestHandler;
};

/** The Express app of an app of pages: what operators need, what browsers may do, static files, then the pages. */
export function createPagesApp(options: PagesAppOptions): Express {
  const { title, assets, logger, metrics, readiness, pages, trustProxy } = options;
  const app = express().disable('x-powered-by').set('etag', false);
  if (trustProxy !== undefined) app.set('trust proxy', trustProxy);

  app.use(...securityHeaders(options), ...options.first);
  app.use(observe(options));
  app.get('/healthz', (_req, res) => void res.json({ ok: true }));
  app.get('/readyz', ready(readiness));
  app.get(
    '/metrics',
    async (_req, res) => void res.type('text/plain').send(await metrics.registry.metrics()),
  );
  app.get('/openapi.json', (_req, res) => void res.json(openApiOf(title, {})));
  app.use('/assets', express.static(`${assets}/assets`, { ...plainFiles, setHeaders: keepForGood }));
  app.use(express.static(assets, { ...plainFiles, maxAge: '1h' }));
  if (options.beside.length > 0) app.use(...options.beside);
  app.use(turnAway(options));
  for (const [path, limit] of Object.entries(options.largerForms ?? {}))
    app.use(path, express.raw({ type: () => true, limit }));
  app.use(express.raw({ type: () => true, limit: FORM_LIMIT }));
  app.use(pages);
  app.use(unreadableForm, pages);
  app.use(lastResort(logger));
  return app;
}

/** From where a request comes, by what the app was told of proxies: for what is answered before Express. */
export function addressOf(app: Express, { headers, socket }: IncomingMessage): string | null {
  const asked = Object.create(app.request, {
    headers: { value: headers },
    socket: { value: socket },
    connection: { value: socket },
  }) as Request;
  return asked.ip ?? null;
}

const plainFiles = { index: false, redirect: false } as const;

/** The name of a built style sheet or font changes with what is in it; nothing of a reader's is in there. */
const keepForGood = (res: Response): void =>
  void res.set('cache-control', 'public, max-age=31536000, immutable');

const ownParts = ['assets', 'healthz', 'readyz', 'metrics'];

function observe({ metrics: { requestSeconds }, newId, parts }: PagesAppOptions): RequestHandler {
  const known = new Set([...parts, ...ownParts]);
  const routeOf = (path: string): string => {
    const [, first = ''] = path.split('/');
    if (first === '') return '/';
    return known.has(first) ? `/${first}` : 'none';
  };

  return (req, res, next) => {
    const requestId = newId();
    res.locals['requestId'] = requestId;
    res.set('x-request-id', requestId);
    const end = requestSeconds.startTimer({ method: req.method });
    const route = routeOf(req.path);
    res.once('finish', () => end({ route, status: String(res.statusCode) }));
    next();
  };
}

const ready =
  (checks: PagesAppOptions['readiness']): RequestHandler =>
  async (_req, res) => {
    const names = Object.keys(checks);
    const results = await Promise.allSettled(names.map((name) => checks[name]?.()));
    const failing = names.filter((_, index) => results[index]?.status === 'rejected');
    res.status(failing.length === 0 ? 200 : 503).json({ ready: failing.length === 0, failing });
  };

const methods = new Set(['GET', 'HEAD', 'POST']);

/** Forms of other sites, and addresses at which pages would answer scripts: there are none here. */
const turnAway =
  ({ url, openForms = [] }: Pick<PagesAppOptions, 'url' | 'openForms'>): RequestHandler =>
  (req, res, next) => {
    const away = (why: TurnedAway): void => void (res.locals['turnedAway'] = why);
    if (!methods.has(req.method) || req.path.endsWith('.data')) away('not-found');
    else if (req.method === 'POST' && !openForms.includes(req.path)) {
      const headers = { origin: req.get('origin'), fetchSite: req.get('sec-fetch-site') };
      if (!isOwnForm(headers, url)) away('foreign-form');
      else if (req.is('application/x-www-form-urlencoded') === false) away('malformed');
    }
    next();
  };

/** The body reader gave up; the page says why. */
// Express tells an error handler by its four parameters.
// eslint-disable-next-line max-params
const unreadableForm: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  const status = error instanceof Error && 'status' in error ? error.status : null;
  if (res.headersSent || typeof status !== 'number' || status >= 500) return next(error);
  res.locals['turnedAway'] = (status === 413 ? 'too-large' : 'malformed') satisfies TurnedAway;
  next();
};

/** Not even a problem page could be made. */
const lastResort =
  (logger: Logger): ErrorRequestHandler =>
  // Express tells an error handler by its four parameters.
  // eslint-disable-next-line max-params
  (error: unknown, _req, res, next) => {
    logger.error({ err: error, requestId: res.locals['requestId'] }, 'request failed');
    if (res.headersSent) return next(error);
    res
      .status(503)
      .set('cache-control', 'no-store')
      .type('text/plain')
      .send(
        `The page cannot be shown just now. Try again in a minute.\nRequest ${res.locals['requestId']}\n`,
      );
  };
