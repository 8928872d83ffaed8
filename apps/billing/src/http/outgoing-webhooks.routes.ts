import { billing, expressPath } from '@gatefold/api';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { ManageWebhooks } from '../usecases/send-webhooks.ts';
import type { Delivery, Endpoint, WebhookDeliveries, WebhookEndpoints } from '../usecases/webhook-ports.ts';
import { actorOf } from './actor.ts';
import { requireFinance, requireRefunder } from './asker.ts';
import { fromCursor, toCursor } from './cursor.ts';

type Deps = {
  webhookEndpoints: Pick<WebhookEndpoints, 'list' | 'find' | 'switchTo'>;
  webhookDeliveries: Pick<WebhookDeliveries, 'list' | 'find' | 'replay' | 'replayFailed'>;
  manageWebhooks: ManageWebhooks;
};

/** What the publisher's own systems are told: looked at by finance, changed by a person of finance. */
export function outgoingWebhookRoutes(deps: Deps): Router {
  const router = Router();
  router.use(endpointRoutes(deps), deliveryRoutes(deps));
  return router;
}

function endpointRoutes({ webhookEndpoints, webhookDeliveries, manageWebhooks }: Deps): Router {
  const router = Router();
  router.get(expressPath(billing.listEndpoints), async (_req, res) => {
    requireFinance(res);
    const found = await webhookEndpoints.list();
    res.set('cache-control', 'no-store').json({ data: found.map(endpointResponse), nextCursor: null });
  });
  router.post(expressPath(billing.addEndpoint), async (req, res) => {
    requireRefunder(res);
    const wanted = parse(billing.addEndpoint.body, req.body);
    const { endpoint, secret } = await manageWebhooks.add({ ...wanted, actor: actorOf(res) });
    res
      .status(201)
      .set('cache-control', 'no-store')
      .json({ ...endpointResponse(endpoint), secret });
  });
  router.post(expressPath(billing.rotateSecret), async (req, res) => {
    requireRefunder(res);
    const { id } = parse(billing.rotateSecret.params, req.params);
    const { endpoint, secret } = await manageWebhooks.rotate(id, actorOf(res));
    res.set('cache-control', 'no-store').json({ ...endpointResponse(endpoint), secret });
  });
  router.post(expressPath(billing.switchEndpoint), async (req, res) => {
    requireRefunder(res);
    const { id } = parse(billing.switchEndpoint.params, req.params);
    const { state } = parse(billing.switchEndpoint.body, req.body);
    res.json(endpointResponse(await webhookEndpoints.switchTo(id, { state, actor: actorOf(res) })));
  });
  router.post(expressPath(billing.testEndpoint), async (req, res) => {
    requireRefunder(res);
    const { id } = parse(billing.testEndpoint.params, req.params);
    res.status(202).json(deliveryResponse(await manageWebhooks.test(id)));
  });
  router.post(expressPath(billing.replayFailed), async (req, res) => {
    requireRefunder(res);
    const { id } = parse(billing.replayFailed.params, req.params);
    res.status(202).json({ replayed: await webhookDeliveries.replayFailed(id, actorOf(res)) });
  });
  return router;
}

function deliveryRoutes({ webhookEndpoints, webhookDeliveries }: Deps): Router {
  const router = Router();
  router.get(expressPath(billing.listDeliveries), async (req, res) => {
    requireFinance(res);
    const { id } = parse(billing.listDeliveries.params, req.params);
    const { state, after, limit } = parse(billing.listDeliveries.query, req.query);
    const place = after === undefined ? null : fromCursor(after);
    await webhookEndpoints.find(id);

    const found = await webhookDeliveries.list({ endpointId: id, state: state ?? null, after: place, limit });

    const last = found.length === limit ? found.at(-1) : undefined;
    const nextCursor = last === undefined ? null : toCursor({ at: last.createdAt, id: last.id });
    res.set('cache-control', 'no-store').json({ data: found.map(deliveryResponse), nextCursor });
  });
  router.get(expressPath(billing.getDelivery), async (req, res) => {
    requireFinance(res);
    const { id } = parse(billing.getDelivery.params, req.params);
    const { payload, tries, ...delivery } = await webhookDeliveries.find(id);
    const told = tries.map((one) => ({ ...one, at: one.at.toISOString() }));
    res.set('cache-control', 'no-store').json({ ...deliveryResponse(delivery), payload, tries: told });
  });
  router.post(expressPath(billing.replayDelivery), async (req, res) => {
    requireRefunder(res);
    const { id } = parse(billing.replayDelivery.params, req.params);
    res.status(202).json(deliveryResponse(await webhookDeliveries.replay(id, actorOf(res))));
  });
  return router;
}

const endpointResponse = ({ failingSince, createdAt, ...endpoint }: Endpoint) => ({
  ...endpoint,
  failingSince: failingSince?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
});

const deliveryResponse = ({ nextTryAt, createdAt, deliveredAt, ...delivery }: Delivery) => ({
  ...delivery,
  nextTryAt: nextTryAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
  deliveredAt: deliveredAt?.toISOString() ?? null,
});
