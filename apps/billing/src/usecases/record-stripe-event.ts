import type { Inbox, WebhookReader } from './ports.ts';

type Deps = {
  webhooks: WebhookReader;
  inbox: Inbox;
  /** Somebody has news: to be called after the event is safe. */
  onKept(): void;
};

/** Checks, keeps, and is done. What the event means is found out later, by reading from Stripe. */
export const recordStripeEvent =
  ({ webhooks, inbox, onKept }: Deps) =>
  async (raw: Buffer, signature: string | undefined): Promise<void> => {
    const event = webhooks.read(raw, signature);
    const kept = await inbox.keep([event], 'webhook');
    if (kept > 0) onKept();
  };
