import type { Router } from 'express';
import { z } from 'zod';
import type { StripeEvent } from '../domain/event.ts';
import { inOlderVersion, ofAnotherAccount } from '../domain/strange-event.ts';
import { rollSecret, wants, type WebhookEndpoint } from '../domain/webhook.ts';
import { required } from '../usecases/find.ts';
import type { Unit, Units } from '../usecases/ports.ts';
import type { Sender } from '../webhooks/deliver.ts';
import type { Mode } from '../webhooks/modes.ts';
import type { Deliveries } from '../webhooks/ports.ts';
import { answered, bodyOf } from './sim-body.ts';

export type WebhookParts = {
  readonly units: Units;
  readonly deliveries: Deliveries;
  readonly mode: { get(): Mode; set(mode: Mode): void };
  readonly seconds: () => number;
  readonly sender: Sender;
};

const Asked = z.union([
  z.object({ resend: z.enum(['all', 'everything']) }),
  z.object({ resend: z.object({ event: z.string() }) }),
  z.object({ mode: z.enum(['deliver', 'drop', 'shuffle']) }),
  z.object({ mode: z.literal('delay'), seconds: z.number().int().positive() }),
  z.object({ mode: z.literal('duplicate'), times: z.number().int().min(2).max(10).default(2) }),
  z.object({ mode: z.literal('flood'), times: z.number().int().min(2).max(1_000).default(20) }),
]);

const Strange = z.strictObject({
  as: z.enum(['foreign-account', 'older-version']),
  /** The event to start from; the newest when unset. */
  event: z.string().optional(),
});
const Roll = z.strictObject({
  endpoint: z.string(),
  /** How long the secret before goes on signing as well. */
  seconds: z.number().int().min(0).max(86_400).default(86_400),
});

const nobody = { id: null, idempotency_key: null };

/** `/_sim/webhooks`: what becomes of webhooks on their way, and those that nobody should believe. */
export function webhookRoutes(router: Router, parts: WebhookParts): void {
  const { deliveries, mode, seconds, sender } = parts;
  router.get('/_sim/webhooks', (req, res) => {
    const limit = Math.min(1_000, Number(req.query['limit'] ?? 100) || 100);
    res.json({ mode: mode.get(), deliveries: deliveries.counts(), attempts: deliveries.attempts(limit) });
  });

  router.post('/_sim/webhooks', async (req, res) => {
    const asked = bodyOf(Asked, req, res);
    if (asked === null) return;
    let resent = 0;
    if ('resend' in asked) {
      resent =
        typeof asked.resend === 'string'
          ? deliveries.resend(asked.resend, seconds())
          : deliveries.resendEvent(asked.resend.event, seconds());
      await sender.flush();
    } else mode.set(asked);
    res.json({ mode: mode.get(), resent, deliveries: deliveries.counts() });
  });
  strangeRoutes(router, parts);
}

function strangeRoutes(router: Router, { units, seconds, sender }: WebhookParts): void {
  router.post('/_sim/webhooks/strange', async (req, res) => {
    const asked = bodyOf(Strange, req, res);
    if (asked === null) return;
    const work = (unit: Unit) => strangeFrom(unit, asked);
    const { event, endpoints } = units.run({ now: seconds(), asked: nobody }, work);
    const answers = [];
    for (const endpoint of endpoints) {
      const { status, error } = await sender.send(event, endpoint);
      answers.push({ endpoint: endpoint.id, status, error });
    }
    res.json({ event: event.id, answers });
  });

  router.post('/_sim/webhooks/roll', (req, res) => {
    const asked = bodyOf(Roll, req, res);
    if (asked === null) return;
    answered(res, () => {
      const secret = units.run({ now: seconds(), asked: nobody }, (unit) => {
        const endpoint = required(unit, 'webhook_endpoint', [asked.endpoint]);
        const rolled = rollSecret(endpoint, unit.newId('whsec'), unit.now + asked.seconds);
        unit.save(rolled);
        return rolled.sim.secret;
      });
      return { endpoint: asked.endpoint, secret };
    });
  });
}

type Strangely = { readonly event: StripeEvent; readonly endpoints: readonly WebhookEndpoint[] };

function strangeFrom(unit: Unit, asked: z.output<typeof Strange>): Strangely {
  const newest = unit.page('event', { where: {}, limit: 1 })?.data[0];
  const event = asked.event === undefined ? newest : required(unit, 'event', [asked.event]);
  if (event === undefined) return { event: emptyEvent(unit), endpoints: [] };
  const endpoints = unit.list('webhook_endpoint', {}).filter((endpoint) => wants(endpoint, event.type));
  const strange = asked.as === 'older-version' ? inOlderVersion(event, unit) : ofAnotherAccount(event, unit);
  return { event: strange, endpoints };
}

/** Nothing has happened yet, so there is nothing to tell strangely. */
const emptyEvent = (unit: Unit) => ({ id: unit.newId('evt') }) as StripeEvent;
