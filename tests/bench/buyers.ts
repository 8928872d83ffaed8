import { billing, createClient } from '@gatefold/api';
import { newId } from '@gatefold/service-kit';
import type Stripe from 'stripe';
import { z } from 'zod';
import { payAt, stripeAt, webhooks } from '../simulator/control.ts';
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

export const stripeOf = (stack: Stack): Stripe => stripeAt(stack.urls.stripe, stack.stripeSecretKey);

/** Brings buyers as far as the hosted page's last button, with every webhook held back. */
export async function createBuyers(stack: Stack, stripe: Stripe) {
  const client = createClient({ baseUrl: stack.urls.billing, token: async () => stack.serviceToken });
  const { data } = await client.call(billing.listOffers);
  const offer = data[0];
  if (offer === undefined) throw new Error('nothing is for sale');
  await webhooks(stack.urls.stripe, { mode: 'drop' });

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
      if (!(await payAt(checkout.url))) throw new Error('the hosted page did not take a good card');
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
    end: () => webhooks(stack.urls.stripe, { mode: 'deliver' }),
  };
}

async function paidEventOf(stripe: Stripe, customer: string): Promise<string> {
  const { data } = await stripe.events.list({ type: 'invoice.paid', limit: 20 });
  const event = data.find(({ data: { object } }) => 'customer' in object && object.customer === customer);
  if (event === undefined) throw new Error('Stripe has no event of the payment');
  return JSON.stringify(event);
}
