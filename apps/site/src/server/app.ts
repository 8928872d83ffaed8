import { openApiOf } from '@gatefold/api';
import type { NewId } from '@gatefold/kernel';
import type { Logger, Metrics } from '@gatefold/service-kit';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { contentProxy } from './proxy.ts';
import { isOwnForm, securityHeaders } from './security.ts';
import type { TurnedAway } from './visit.ts';

const FORM_LIMIT = '16kb';

export type SiteAppOptions = {
  readonly siteUrl: string;
  readonly contentUrl: string;
  readonly paymentOrigins: readonly string[];
  readonly trustProxy: string | undefined;
  /** Where the built style sheets, fonts and pictures are. */
  readonly assets: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly newId: NewId;
  readonly readiness: Readonly<Record<string, () => Promise<unknown>>>;
  readonly pages: RequestHandler;
};

/** The Express app: what operators need, what browsers may do, static files, then the pages. */
export function createSiteApp(options: SiteAppOptions): Express {
  const { siteUrl, contentUrl, assets, logger, metrics, newId, readiness, pages, trustProxy } = options;
  const app = express().disable('x-powered-by').set('etag', false);
  if (trustProxy !== undefined) app.set('trust proxy', trustProxy);

  app.use(securityHeaders(options));
  app.use(observe(metrics, newId));
  app.get('/healthz', (_req, res) => void res.json({ ok: true }));
  app.get('/readyz', ready(readiness));
  app.get(
    '/metrics',
    async (_req, res) => void res.type('text/plain').send(await metrics.registry.metrics()),
  );
  app.get('/openapi.json', (_req, res) => void res.json(openApiOf('Gatefold site', {})));
  app.use(
    '/assets',
    express.static(`${assets}/assets`, { index: false, immutable: true, maxAge: '1y', redirect: false }),
  );
  app.use(express.static(assets, { index: false, maxAge: '1h', redirect: false }));
  app.use(contentProxy({ contentUrl }));
  app.use(turnAway(siteUrl));
  app.use(express.raw({ type: () => true, limit: FORM_LIMIT }));
  app.use(pages);
  app.use(unreadableForm, pages);
  app.use(lastResort(logger));
  return app;
}

/** The first part of the path, never ids or slugs. */
const parts = new Set(
  ['articles', 'sections', 'columns', 'authors', 'galleries', 'search', 'offer', 'checkout'].concat([
    'sign-in',
    'sign-out',
    'account',
    'assets',
    'media',
    'feed.xml',
    'healthz',
    'readyz',
    'metrics',
  ]),
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
  (checks: SiteAppOptions['readiness']): RequestHandler =>
  async (_req, res) => {
    const names = Object.keys(checks);
    const results = await Promise.allSettled(names.map((name) => checks[name]?.()));
    const failing = names.filter((_, index) => results[index]?.status === 'rejected');
    res.status(failing.length === 0 ? 200 : 503).json({ ready: failing.length === 0, failing });
  };

const methods = new Set(['GET', 'HEAD', 'POST']);

/** Forms of other sites, and addresses at which pages would answer scripts: there are none here. */
const turnAway =
  (siteUrl: string): RequestHandler =>
  (req, res, next) => {
    const away = (why: TurnedAway): void => void (res.locals['turnedAway'] = why);
    if (!methods.has(req.method) || req.path.endsWith('.data')) away('not-found');
    else if (req.method === 'POST') {
      const headers = { origin: req.get('origin'), fetchSite: req.get('sec-fetch-site') };
      if (!isOwnForm(headers, siteUrl)) away('foreign-form');
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
      .set('cache-control', 'no-store')
      .type('text/plain')
      .send(
        `The page cannot be shown just now. Try again in a minute.\nRequest ${res.locals['requestId']}\n`,
      );
  };
