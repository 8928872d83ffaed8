import type Stripe from 'stripe';
import type { World } from '../../process/world.ts';

type Types = NonNullable<Stripe.WebhookEndpointUpdateParams['enabled_events']>;

/** What billing's endpoint has to hear at Stripe: one event of each change, since the objects are read anyway. */
const needed: Types = [
  'checkout.session.completed',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'invoice.created',
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'charge.refunded',
  'refund.updated',
  'charge.dispute.created',
  'charge.dispute.closed',
];

/** Has the endpoint hear that and no more, as a publisher sets it up. */
export async function hearWhatIsNeeded({ stripe }: Pick<World, 'stripe'>): Promise<void> {
  const { data } = await stripe.webhookEndpoints.list({ limit: 10 });
  for (const { id } of data) await stripe.webhookEndpoints.update(id, { enabled_events: needed });
}
