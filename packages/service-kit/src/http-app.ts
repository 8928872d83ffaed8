import express, {
  type Express,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import helmet from 'helmet';
import type { NewId } from '@gatefold/kernel';
import type { Authenticate } from './caller.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import { notFoundHandler, problemHandler } from './problem.ts';

export type HttpAppOptions = {
  authenticate: Authenticate;
  logger: Logger;
  metrics: Metrics;
  newId: NewId;
  /** Mounted before any body is read, such as the webhook that needs the raw bytes. */
  rawRoutes?: readonly Router[];
  routes: readonly Router[];
  statusOf: Readonly<Record<string, number>>;
  /** The OpenAPI 3.1 document of this service. */
  openapi: object;
  /** Each must resolve for the service to be ready; the name is told when one does not. */
  readiness: Readonly<Record<string, () => Promise<unknown>>>;
};

/** The Express app that every service has: health, metrics, contract, who asks, routes, problems. */
export function createHttpApp(options: HttpAppOptions): Express {
  const {
    authenticate,
    logger,
    metrics,
    newId,
    routes,
    rawRoutes = [],
    statusOf,
    openapi,
    readiness,
  } = options;
  const app = express().disable('x-powered-by').set('etag', false);

  app.use(helmet());
  app.use(observe(metrics, newId));
  app.get('/healthz', (_req, res) => void res.json({ ok: true }));
  app.get('/readyz', ready(readiness));
  app.get(
    '/metrics',
    async (_req, res) => void res.type('text/plain').send(await metrics.registry.metrics()),
  );
  app.get('/openapi.json', (_req, res) => void res.json(openapi));
  for (const router of rawRoutes) app.use(router);
  app.use(express.json({ limit: '256kb' }));
  app.use(async (req, res, next) => {
    res.locals['caller'] = await authenticate(req);
    next();
  });
  for (const router of routes) app.use(router);
  app.use(notFoundHandler);
  app.use(problemHandler(statusOf, logger));
  return app;
}

const observe =
  ({ requestSeconds }: Metrics, newId: NewId): RequestHandler =>
  (req, res, next) => {
    res.locals['requestId'] = newId();
    res.locals['traceparent'] = req.get('traceparent') ?? null;
    res.set('x-request-id', res.locals['requestId'] as string);
    const end = requestSeconds.startTimer({ method: req.method });
    res.once('finish', () => end({ route: routeOf(req), status: String(res.statusCode) }));
    next();
  };

/** The pattern, not the path: a path would carry ids into the metrics. */
const routeOf = (req: Request): string => (req.route as { path?: string } | undefined)?.path ?? 'none';

const ready =
  (checks: HttpAppOptions['readiness']) =>
  async (_req: Request, res: Response): Promise<void> => {
    const names = Object.keys(checks);
    const results = await Promise.allSettled(names.map((name) => checks[name]?.()));
    const failing = names.filter((_, index) => results[index]?.status === 'rejected');
    res.status(failing.length === 0 ? 200 : 503).json({ ready: failing.length === 0, failing });
  };
