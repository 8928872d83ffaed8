import type { RequestListener } from 'node:http';
import express, { type ErrorRequestHandler } from 'express';
import type { Metrics } from '@gatefold/service-kit';
import { authenticationPages } from '../pages/authentication.pages.ts';
import { checkoutPages } from '../pages/checkout.pages.ts';
import { controlRoom } from '../pages/control-room.pages.ts';
import { invoicePages } from '../pages/invoice.pages.ts';
import { portalPages } from '../pages/portal.pages.ts';
import { refuse } from '../domain/refusals.ts';
import { errorAnswer } from './errors.ts';
import { openApi } from './openapi.ts';
import { simRoutes, type SimParts } from './sim.routes.ts';
import { isApiPath, stripeApi, type ApiParts } from './stripe-api.ts';

type Parts = { readonly api: ApiParts; readonly sim: SimParts; readonly metrics: Metrics };

/** Stripe's paths, the hosted pages, the levers for tests, and what every service has. */
export function createHttp({ api, sim, metrics }: Parts): RequestListener {
  const app = express().disable('x-powered-by').set('etag', false);
  app.get('/healthz', (_req, res) => void res.json({ ok: true }));
  app.get('/readyz', (_req, res) => void res.json({ ready: true, failing: [] }));
  app.get(
    '/metrics',
    async (_req, res) => void res.type('text/plain').send(await metrics.registry.metrics()),
  );
  app.get('/openapi.json', (_req, res) => void res.json(openApi(api.routes)));
  app.use(simRoutes(sim));
  app.use(checkoutPages(api));
  app.use(invoicePages(api));
  app.use(portalPages(api));
  app.use(authenticationPages(api));
  app.use(controlRoom(sim));
  app.use(
    (_req, res) => void res.status(404).json({ error: { message: 'There is nothing at this address.' } }),
  );
  app.use(unreadable(api));
  const stripe = stripeApi(api);
  return (req, res) => (isApiPath(req.url?.split('?')[0] ?? '') ? stripe(req, res) : app(req, res));
}

/** Bodies that are too large or broken, before any route has seen them. */
const unreadable =
  ({ logger, newRequestId }: ApiParts): ErrorRequestHandler =>
  // Express tells an error handler by its four parameters.
  // eslint-disable-next-line max-params
  (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error);
    const status = statusOf(error);
    if (status === null) logger.error({ err: error }, 'a request failed');
    const refusal =
      status === 413
        ? refuse('too_large', 'The request is larger than 1 MB.')
        : status === null
          ? error
          : refuse('body_invalid', 'The body of the request cannot be read.');
    const id = newRequestId();
    const answer = errorAnswer(refusal, id);
    res.set('request-id', id).status(answer.status).json(answer.body);
  };

const statusOf = (error: unknown): number | null =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500
    ? error.status
    : null;
