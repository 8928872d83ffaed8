import express, { Router } from 'express';
import type { Delivery } from '../usecases/record-stripe-event.ts';
import { traceOf } from './trace.ts';
import { WEBHOOKS } from './webhook-door.ts';

type Deps = { recordStripeEvent(delivery: Delivery): Promise<void> };

/** As it was sent, never unpacked: Stripe packs nothing, and a little that is packed may become a lot. */
const raw = express.raw({ type: () => true, limit: '1mb', inflate: false });

/** Where Stripe delivers. The body stays raw, since the signature is over its bytes. */
export function stripeWebhookRoutes({ recordStripeEvent }: Deps): Router {
  const router = Router();

  router.post(WEBHOOKS, raw, async (req, res) => {
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    await recordStripeEvent({ raw: body, signature: req.get('stripe-signature'), traceparent: traceOf(req) });
    res.json({ received: true });
  });

  return router;
}
