import express, { Router } from 'express';

type Deps = { recordStripeEvent(raw: Buffer, signature: string | undefined): Promise<void> };

/** Where Stripe delivers. The body stays raw, since the signature is over its bytes. */
export function stripeWebhookRoutes({ recordStripeEvent }: Deps): Router {
  const router = Router();

  router.post('/webhooks/stripe', express.raw({ type: () => true, limit: '1mb' }), async (req, res) => {
    const raw = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    await recordStripeEvent(raw, req.get('stripe-signature'));
    res.json({ received: true });
  });

  return router;
}
