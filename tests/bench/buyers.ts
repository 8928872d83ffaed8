import { billing, createClient } from '@gatefold/api';
import { newId } from '@gatefold/service-kit';
import Stripe from 'stripe';
import { z } from 'zod';
import type { Stack } from '../stories/stack.ts';

/** Somebody who has paid at Stripe, of which nobody here has heard yet. */
export type Buyer = {
  readonly readerId: string;
  readonly subscriptionId: string;
  readonly stripeSubscriptionId: string;
  readonly stripeInvoiceId: string;
  /** Stripe's event, word for word as a webhook carries it. */
  readonly payload: string;
};

const Session = z.object({ customer: z.string(), subscription: z.string(), invoice: z.string() });

export function stripeOf(stack: Stack): Stripe {
  const { hostname, port, protocol } = new URL(stack.urls.stripe);
  return new Stripe(stack.stripeSecretKey, {
    host: hostname,
    port: Number(port),
    protocol: protocol === 'https:' ? 'https' : 'http',
    maxNetworkRetries: 0,
  });
}

/** Brings buyers as far as the hosted page's last button, with every webhook held back. */
export async function createBuyers(stack: Stack, stripe: Stripe) {
  const client = createClient({ baseUrl: stack.urls.billing, token: async () => stack.serviceToken });
  const { data } = await client.call(billing.listOffers);
  const offer = data[0];
  if (offer === undefined) throw new Error('nothing is for sale');
  await webhooks(stack, { mode: 'drop' });

  return {
    async next(): Promise<Buyer> {
      const checkout = await client.call(billing.startCheckout, {
        body: {
          email: `bench-${newId()}@readers.example`,
          offer: offer.key,
          returnTo: '/',
          consent: { version: offer.consent.version, accepted: true },
        },
      });
      await payAt(checkout.url);
      const session = await stripe.checkout.sessions.retrieve(
        new URL(checkout.url).pathname.split('/').at(-1) ?? '',
      );
      const { customer, subscription, invoice } = Session.parse(session);
      return {
        readerId: checkout.readerId,
        subscriptionId: checkout.id,
        stripeSubscriptionId: subscription,
        stripeInvoiceId: invoice,
        payload: await paidEventOf(stripe, customer),
      };
    },
    /** Lets webhooks through again. */
    end: () => webhooks(stack, { mode: 'deliver' }),
  };
}

async function webhooks({ urls }: Stack, body: object): Promise<void> {
  const response = await fetch(`${urls.stripe}/_sim/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the simulator refused ${JSON.stringify(body)}: ${response.status}`);
}

async function payAt(url: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      email: 'bench@readers.example',
      cardNumber: '4242 4242 4242 4242',
      cardExpiry: '12 / 34',
      cardCvc: '123',
      billingName: 'A Reader',
    }),
  });
  if (response.status !== 303) throw new Error(`the hosted page answered ${response.status} to a payment`);
}

async function paidEventOf(stripe: Stripe, customer: string): Promise<string> {
  const { data } = await stripe.events.list({ type: 'invoice.paid', limit: 20 });
  const event = data.find(({ data: { object } }) => 'customer' in object && object.customer === customer);
  if (event === undefined) throw new Error('Stripe has no event of the payment');
  return JSON.stringify(event);
}
