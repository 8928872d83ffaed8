import express, { Router } from 'express';
import type { Delivery } from '../usecases/record-stripe-event.ts';
import { traceOf } from './trace.ts';

type Deps = { recordStripeEvent(delivery: Delivery): Promise<void> };

/** Where Stripe delivers. The body stays raw, since the signature is over its bytes. */
export function stripeWebhookRoutes({ recordStripeEvent }: Deps): Router {
  const router = Router();

  router.post('/webhooks/stripe', express.raw({ type: () => true, limit: '1mb' }), async (req, res) => {
    const raw = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    await recordStripeEvent({ raw, signature: req.get('stripe-signature'), traceparent: traceOf(req) });
    res.json({ received: true });
  });

  return router;
}
