import type { BusinessClock } from '@gatefold/kernel';
import { isAllowedUrl, payloadOf } from '../domain/outgoing-webhook.ts';
import { refuse } from '../domain/refusals.ts';
import type {
  Delivery,
  Endpoint,
  SendWebhook,
  WebhookDeliveries,
  WebhookEndpoints,
} from './webhook-ports.ts';

const AT_ONCE = 10;

/** Sends what is due, a few at a time; how many were tried. */
export const sendDueWebhooks =
  ({ deliveries, send }: { deliveries: WebhookDeliveries; send: SendWebhook }) =>
  async (): Promise<number> => {
    const claimed = await deliveries.claim(AT_ONCE);
    await Promise.all(
      claimed.map(async (sending) => deliveries.finish(sending.id, sending.attempt, await send(sending))),
    );
    return claimed.length;
  };

type Deps = {
  webhookEndpoints: WebhookEndpoints;
  webhookDeliveries: WebhookDeliveries;
  clock: BusinessClock;
  newSecret: () => string;
  isDevelopment: boolean;
};

export type ManageWebhooks = {
  add(wanted: {
    url: string;
    description: string;
    types: readonly string[];
    actor: string;
  }): Promise<WithSecret>;
  rotate(id: string, actor: string): Promise<WithSecret>;
  /** Sends something that is no event, to see whether it arrives. */
  test(id: string): Promise<Delivery>;
};

/** The secret is told once, here, and never again. */
export type WithSecret = { readonly endpoint: Endpoint; readonly secret: string };

export const manageWebhooks = (deps: Deps): ManageWebhooks => ({
  async add(wanted) {
    if (!isAllowedUrl(wanted.url, deps.isDevelopment)) throw refuse('endpoint-url-refused');
    const secret = deps.newSecret();
    return { endpoint: await deps.webhookEndpoints.add({ ...wanted, secret }), secret };
  },

  async rotate(id, actor) {
    const secret = deps.newSecret();
    return { endpoint: await deps.webhookEndpoints.rotate(id, { secret, actor }), secret };
  },

  async test(id) {
    const endpoint = await deps.webhookEndpoints.find(id);
    if (endpoint.state === 'off') throw refuse('endpoint-off');
    const type = 'webhook.test';
    const event = { type, subject: id, sequence: 0, at: deps.clock.now(), data: { endpointId: id } };
    return deps.webhookDeliveries.add(id, { type, payload: payloadOf(event) });
  },
});
