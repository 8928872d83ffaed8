import { openApiOf } from '@gatefold/api';
import type { NewId } from '@gatefold/kernel';
import type { Logger, Metrics } from '@gatefold/service-kit';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express';
import { isOwnForm, keptNowhere, securityHeaders } from './security.ts';
import type { TurnedAway } from './visit.ts';

const FORM_LIMIT = '16kb';

export type FinanceAppOptions = {
  readonly financeUrl: string;
  readonly trustProxy: string | undefined;
  /** Where the built style sheets and fonts are. */
  readonly assets: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly newId: NewId;
  readonly readiness: Readonly<Record<string, () => Promise<unknown>>>;
  readonly pages: RequestHandler;
};

/** The Express app: what operators need, what browsers may do, static files, then the pages. */
export function createFinanceApp(options: FinanceAppOptions): Express {
  const { financeUrl, assets, logger, metrics, newId, readiness, pages, trustProxy } = options;
  const app = express().disable('x-powered-by').set('etag', false);
  if (trustProxy !== undefined) app.set('trust proxy', trustProxy);

  app.use(securityHeaders(options), keptNowhere);
  app.use(observe(metrics, newId));
  app.get('/healthz', (_req, res) => void res.json({ ok: true }));
  app.get('/readyz', ready(readiness));
  app.get(
    '/metrics',
    async (_req, res) => void res.type('text/plain').send(await metrics.registry.metrics()),
  );
  app.get('/openapi.json', (_req, res) => void res.json(openApiOf('Gatefold finance', {})));
  app.use('/assets', express.static(`${assets}/assets`, { ...plainFiles, setHeaders: keepForGood }));
  app.use(express.static(assets, plainFiles));
  app.use(turnAway(financeUrl));
  app.use(express.raw({ type: () => true, limit: FORM_LIMIT }));
  app.use(pages);
  app.use(unreadableForm, pages);
  app.use(lastResort(logger));
  return app;
}

const plainFiles = { index: false, redirect: false } as const;

/** The name of a built style sheet or font changes with what is in it; nothing of a reader's is in there. */
const keepForGood = (res: Response): void =>
  void res.set('cache-control', 'public, max-age=31536000, immutable');

/** The first part of the path, never ids. */
const parts = new Set(
  ['events', 'readers', 'sign-in', 'sign-out', 'assets'].concat(['healthz', 'readyz', 'metrics']),
);

function routeOf(path: string): string {
  const [, first = ''] = path.split('/');
  if (first === '') return '/';
  return parts.has(first) ? `/${first}` : 'none';
}

const observe =
  ({ requestSeconds }: Metrics, newId: NewId): RequestHandler =>
  (req, res, next) => {
    const requestId = newId();
    res.locals['requestId'] = requestId;
    res.set('x-request-id', requestId);
    const end = requestSeconds.startTimer({ method: req.method });
    const route = routeOf(req.path);
    res.once('finish', () => end({ route, status: String(res.statusCode) }));
    next();
  };

const ready =
  (checks: FinanceAppOptions['readiness']): RequestHandler =>
  async (_req, res) => {
    const names = Object.keys(checks);
    const results = await Promise.allSettled(names.map((name) => checks[name]?.()));
    const failing = names.filter((_, index) => results[index]?.status === 'rejected');
    res.status(failing.length === 0 ? 200 : 503).json({ ready: failing.length === 0, failing });
  };

const methods = new Set(['GET', 'HEAD', 'POST']);

/** Forms of other sites, and addresses at which pages would answer scripts: there are none here. */
const turnAway =
  (financeUrl: string): RequestHandler =>
  (req, res, next) => {
    const away = (why: TurnedAway): void => void (res.locals['turnedAway'] = why);
    if (!methods.has(req.method) || req.path.endsWith('.data')) away('not-found');
    else if (req.method === 'POST') {
      const headers = { origin: req.get('origin'), fetchSite: req.get('sec-fetch-site') };
      if (!isOwnForm(headers, financeUrl)) away('foreign-form');
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
  // eslint-disable-next-line max-params
  (error: unknown, _req, res, next) => {
    logger.error({ err: error, requestId: res.locals['requestId'] }, 'request failed');
    if (res.headersSent) return next(error);
    res
      .status(503)
      .type('text/plain')
      .send(
        `The page cannot be shown just now. Try again in a minute.\nRequest ${res.locals['requestId']}\n`,
      );
  };
