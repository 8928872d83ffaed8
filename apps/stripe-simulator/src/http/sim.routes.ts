import express, { Router } from 'express';
import { z } from 'zod';
import type { Followers } from '../clock/followers.ts';
import type { Keeper } from '../clock/keeper.ts';
import type { Logger } from '@gatefold/service-kit';
import type { Dunning } from '../domain/dunning.ts';
import { faultRoutes, type FaultParts } from './faults.routes.ts';
import type { RequestLog } from './request-log.ts';
import { answered, bodyOf, refused } from './sim-body.ts';
import { isFromElsewhere } from './self.ts';
import { scenarioRoutes, type ScenarioParts } from './scenarios.routes.ts';
import { Document } from './state.ts';
import { webhookRoutes, type WebhookParts } from './webhooks.routes.ts';

export type SimParts = FaultParts &
  ScenarioParts &
  WebhookParts & {
    readonly keeper: Keeper;
    readonly followers: Followers;
    readonly requests: RequestLog;
    readonly actions: SimActions;
    readonly logger: Logger;
  };

/** What tests may do to the simulated world beyond Stripe's own API. */
export type SimActions = {
  forceNextCharge(customer: string, outcome: string): void;
  openDispute(charge: string, reason: string): string;
  /** From now on the bank says that this card has expired. */
  expireCard(method: string): void;
  /** Whether the account pays out by itself, once a day. */
  setPayouts(schedule: 'daily' | 'manual'): void;
  /** The object with this id as it is kept, whatever its kind; null when there is none. */
  object(id: string): object | null;
  dunning(): Dunning;
  setDunning(dunning: Dunning): void;
  state(kind: string | null): object;
  /** Everything, to be put in elsewhere. */
  exportState(): Document;
  importState(document: Document): void;
  reset(): Promise<void>;
};

const published = z.record(z.string(), z.record(z.string(), z.string().regex(/^\d+$/)));
const Ack = z.object({
  tick: z.number().int(),
  app: z.string().min(1).max(100),
  nextDueAt: z.iso.datetime({ offset: true }).nullable(),
  published,
});
const Turn = z.union([
  z.object({ advance: z.number().nonnegative() }),
  z.object({ to: z.iso.datetime({ offset: true }) }),
]);
const DunningBody = z
  .object({
    retryDays: z.array(z.number().positive()).max(20),
    endAction: z.enum(['cancel', 'leave', 'unpaid']),
    whenDisputed: z.enum(['cancel', 'cancel_at_period_end', 'leave']),
  })
  .partial();

/** A target that wall time has overtaken by no more than this is meant as "now". Milliseconds. */
const OVERTAKEN_MS = 10 * 60_000;

/** Where tests turn the clock and meddle with webhooks. */
export function simRoutes(parts: SimParts): Router {
  const router = Router();
  router.use('/_sim', (req, res, next) =>
    isFromElsewhere(req.get('sec-fetch-site'))
      ? refused(res, 403, 'A page of another site asks for this.')
      : next(),
  );
  stateRoutes(router, parts);
  router.use('/_sim', express.json({ limit: '256kb' }));
  clockRoutes(router, parts);
  webhookRoutes(router, parts);
  moneyRoutes(router, parts);
  worldRoutes(router, parts);
  faultRoutes(router, parts);
  scenarioRoutes(router, parts);
  router.use('/_sim', (_req, res) => refused(res, 404, 'There is nothing at this address.'));
  return router;
}

function clockRoutes(router: Router, { keeper, followers }: SimParts): void {
  router.get('/_sim/clock', (_req, res) => {
    const { now, turning, target } = keeper.state();
    res.json({
      now: new Date(now).toISOString(),
      turning,
      target: target === null ? null : new Date(target).toISOString(),
      followers: followers.names(),
    });
  });

  router.post('/_sim/clock', async (req, res) => {
    const asked = bodyOf(Turn, req, res);
    if (asked === null) return;
    const targetOf = (now: number): number =>
      'to' in asked ? new Date(asked.to).getTime() : now + asked.advance * 1_000;
    const { now } = keeper.state();
    if (targetOf(now) < now - OVERTAKEN_MS)
      return refused(res, 400, `The clock stands at ${new Date(now).toISOString()} and never goes back.`);
    const turned = await keeper.turnTo(targetOf);
    res.json({
      now: new Date(turned.now).toISOString(),
      from: new Date(turned.from).toISOString(),
      instants: turned.instants,
      dropped: turned.dropped,
    });
  });

  router.get('/_sim/clock/stream', (req, res) => {
    const app = typeof req.query['app'] === 'string' ? req.query['app'] : '';
    if (app === '') return refused(res, 400, 'Say who follows: ?app=name.');
    res.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    res.flushHeaders();
    const leave = followers.follow(
      app,
      keeper.state(),
      (tick) => void res.write(`data: ${JSON.stringify(tick)}\n\n`),
    );
    res.once('close', leave);
  });

  router.post('/_sim/clock/ack', (req, res) => {
    const ack = bodyOf(Ack, req, res);
    if (ack === null) return;
    followers.ack(ack);
    res.status(204).end();
  });
}

/** What happens to cards and charges, by request of a test. */
function moneyRoutes(router: Router, { actions }: SimParts): void {
  router.post('/_sim/next-charge', (req, res) => {
    const asked = bodyOf(
      z.object({ customer: z.string(), outcome: z.string().regex(/^[a-z_]+$/) }),
      req,
      res,
    );
    if (asked === null) return;
    answered(res, () => {
      actions.forceNextCharge(asked.customer, asked.outcome);
      return asked;
    });
  });

  router.post('/_sim/disputes', (req, res) => {
    const asked = bodyOf(
      z.object({ charge: z.string(), reason: z.string().default('fraudulent') }),
      req,
      res,
    );
    if (asked !== null) answered(res, () => ({ dispute: actions.openDispute(asked.charge, asked.reason) }));
  });

  router.post('/_sim/expire-card', (req, res) => {
    const asked = bodyOf(z.object({ payment_method: z.string() }), req, res);
    if (asked === null) return;
    answered(res, () => {
      actions.expireCard(asked.payment_method);
      return asked;
    });
  });

  router.post('/_sim/payouts', (req, res) => {
    const asked = bodyOf(z.object({ schedule: z.enum(['daily', 'manual']) }), req, res);
    if (asked === null) return;
    actions.setPayouts(asked.schedule);
    res.json(asked);
  });

  router.get('/_sim/dunning', (_req, res) => void res.json(actions.dunning()));

  router.post('/_sim/dunning', (req, res) => {
    const asked = bodyOf(DunningBody, req, res);
    if (asked === null) return;
    // What is not given stays.
    const dunning = { ...actions.dunning(), ...asked } as Dunning;
    actions.setDunning(dunning);
    res.json(dunning);
  });
}

function worldRoutes(router: Router, { requests, actions, logger }: SimParts): void {
  router.get('/_sim/requests', (req, res) => {
    const limit = Math.min(1_000, Number(req.query['limit'] ?? 100) || 100);
    res.json({ count: requests.count(), reads: requests.reads(), data: requests.recent(limit) });
  });

  router.get('/_sim/objects/:id', (req, res) => {
    const object = actions.object(req.params.id);
    if (object === null) return refused(res, 404, `There is no object ${req.params.id}.`);
    res.json(object);
  });

  router.get('/_sim/state', (req, res) => {
    res.json(actions.state(typeof req.query['kind'] === 'string' ? req.query['kind'] : null));
  });

  router.post('/_sim/reset', async (_req, res) => {
    await actions.reset();
    logger.info({}, 'everything was forgotten');
    res.json({ reset: true });
  });
}

/** The whole state goes out and in as one document; what was there before is gone. */
function stateRoutes(router: Router, { actions, keeper, logger }: SimParts): void {
  router.get('/_sim/export', (_req, res) => void res.json(actions.exportState()));

  router.post('/_sim/import', express.json({ limit: '1gb' }), (req, res) => {
    const document = bodyOf(Document, req, res);
    if (document === null) return;
    if (keeper.state().turning) return refused(res, 409, 'The clock is turning.');
    answered(res, () => {
      actions.importState(document);
      logger.info({}, 'another state was put in');
      return { now: document.now, objects: document.object.length };
    });
  });
}
