import type { Inbox, SignsOfLife, WebhookReader } from './inbox-ports.ts';

type Deps = {
  webhooks: WebhookReader;
  inbox: Pick<Inbox, 'keep'>;
  signsOfLife: SignsOfLife;
  /** Somebody has news: to be called after the event is safe. */
  onKept(): void;
};

export type Delivery = {
  readonly raw: Buffer;
  readonly signature: string | undefined;
  readonly traceparent: string | null;
};

/** Checks, keeps, and is done. What the event means is found out later, by reading from Stripe. */
export const recordStripeEvent =
  ({ webhooks, inbox, signsOfLife, onKept }: Deps) =>
  async ({ raw, signature, traceparent }: Delivery): Promise<void> => {
    const event = webhooks.read(raw, signature);
    const kept = await inbox.keep([event], { source: 'webhook', traceparent });
    if (kept > 0) onKept();
    await signsOfLife.heard({ isNews: kept > 0 });
  };
