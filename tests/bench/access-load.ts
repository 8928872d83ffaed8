import { setTimeout as sleep } from 'node:timers/promises';
import { entitlement, type Client } from '@gatefold/api';
import Stripe from 'stripe';
import type { Stack } from '../stories/stack.ts';
import { eventsLike } from './billing/deliveries.ts';
import type { Buyer } from './buyers.ts';

type To = { readonly stack: Stack; readonly secret: string };

/** Events about each of those whom the burst is not about: so many folds that what follows has to queue. */
const EVENTS_EACH = 4;
const AT_ONCE = 16;
const POLL_MS = 50;
const GIVE_UP_MS = 60_000;

/** Delivers an event as Stripe does. Rejects when billing does not take it. */
export async function deliver({ stack, secret }: To, payload: string): Promise<void> {
  const signature = await Stripe.webhooks.generateTestHeaderStringAsync({ payload, secret });
  const response = await fetch(`${stack.urls.billing}/webhooks/stripe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': signature },
    body: payload,
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`billing answered ${response.status} to a webhook`);
}

const customerOf = ({ payload }: Buyer): string =>
  (JSON.parse(payload) as { data: { object: { customer: string } } }).data.object.customer;

/** News about readers who are in already, so many a second until it is stopped. Stopping rejects when one was not taken. */
export function steadily(to: To, buyers: readonly Buyer[], perSecond: number) {
  const model = buyers[0]?.payload ?? '';
  const customers = buyers.map(customerOf);
  const sent: Promise<void>[] = [];
  const timer = setInterval(() => {
    const customer = customers[sent.length % customers.length] ?? '';
    const [event = ''] = eventsLike(model, [customer], 1);
    const delivered = deliver(to, event);
    delivered.catch(() => undefined);
    sent.push(delivered);
  }, 1_000 / perSecond);
  return {
    async stop(): Promise<void> {
      clearInterval(timer);
      await Promise.all(sent);
    },
  };
}

type Burst = { readonly others: readonly Buyer[]; readonly newcomers: readonly Buyer[] };

/**
 * Milliseconds from the webhook of each newcomer until they read, while much else comes in and nobody waits for any of
 * it: entitlement is asked again and again, as by pages that are looked at.
 */
export async function inBurst(
  parts: To & { readonly client: Client },
  { others, newcomers }: Burst,
): Promise<number[]> {
  const all = eventsLike(others[0]?.payload ?? '', others.map(customerOf), others.length * EVENTS_EACH);
  const queue = all.values();
  const lanes = Array.from({ length: AT_ONCE }, async () => {
    for (const event of queue) await deliver(parts, event);
  });
  const times = await Promise.all(newcomers.map((buyer) => untilIn(parts, buyer)));
  await Promise.all(lanes);
  return times;
}

async function untilIn(
  parts: To & { readonly client: Client },
  { payload, readerId: reader }: Buyer,
): Promise<number> {
  const startedAt = performance.now();
  await deliver(parts, payload);
  for (;;) {
    const { granted } = await parts.client.call(entitlement.check, {
      query: { reader, feature: 'articles' },
    });
    const passed = performance.now() - startedAt;
    if (granted) return passed;
    if (passed > GIVE_UP_MS) throw new Error(`${reader} has paid and was not let in within a minute`);
    await sleep(POLL_MS);
  }
}
