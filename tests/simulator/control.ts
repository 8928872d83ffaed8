import Stripe from 'stripe';

/** Stripe's own client, pointed at a simulator. */
export function stripeAt(url: string, secretKey: string): Stripe {
  const { hostname, port, protocol } = new URL(url);
  return new Stripe(secretKey, {
    host: hostname,
    port: Number(port),
    protocol: protocol === 'https:' ? 'https' : 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

export const cards = { good: '4242 4242 4242 4242', failsLater: '4000 0000 0000 0341' } as const;

/** Fills in the hosted page and presses its last button. Answers whether Stripe took it. */
export async function payAt(pageUrl: string, cardNumber: string = cards.good): Promise<boolean> {
  const response = await fetch(pageUrl, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      email: 'reader@readers.example',
      cardNumber,
      cardExpiry: '12 / 34',
      cardCvc: '123',
      billingName: 'A Reader',
    }),
  });
  await response.arrayBuffer();
  return response.status === 303;
}

/** Says what becomes of webhooks from now on, or sends some again. */
export const webhooks = async (simulatorUrl: string, body: object): Promise<void> =>
  void (await post(`${simulatorUrl}/_sim/webhooks`, body));

type Turned = { readonly now: string; readonly dropped: readonly string[] };

/** Turns the clock; answers with the time, and with the followers that did not keep up. */
export const turnClock = async (simulatorUrl: string, body: { advance: number }): Promise<Turned> =>
  (await post(`${simulatorUrl}/_sim/clock`, body)) as Turned;

export async function clockOf(simulatorUrl: string): Promise<Date> {
  const response = await fetch(`${simulatorUrl}/_sim/clock`);
  return new Date(((await response.json()) as { now: string }).now);
}

async function post(url: string, body: object): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the simulator refused ${JSON.stringify(body)}: ${response.status}`);
  return response.json();
}
