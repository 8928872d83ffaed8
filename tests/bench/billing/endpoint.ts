import type Stripe from 'stripe';
import type { World } from '../../process/world.ts';

type Types = NonNullable<Stripe.WebhookEndpointUpdateParams['enabled_events']>;

/** What billing's endpoint has to hear at Stripe (`domain/heard.ts`), name by name as Stripe wants them. */
const needed: Types = [
  'charge.dispute.closed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.refunded',
  'checkout.session.async_payment_failed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.completed',
  'checkout.session.expired',
  'credit_note.created',
  'credit_note.updated',
  'credit_note.voided',
  'customer.deleted',
  'customer.subscription.created',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'customer.subscription.trial_will_end',
  'customer.subscription.updated',
  'customer.updated',
  'invoice.created',
  'invoice.finalization_failed',
  'invoice.marked_uncollectible',
  'invoice.paid',
  'invoice.payment_action_required',
  'invoice.payment_failed',
  'invoice.updated',
  'invoice.voided',
  'payment_method.attached',
  'payment_method.detached',
  'payment_method.updated',
  'payout.created',
  'payout.paid',
  'refund.created',
  'refund.failed',
  'refund.updated',
];

/** Has the endpoint hear that and no more, as a publisher sets it up. */
export async function hearWhatIsNeeded({ stripe }: Pick<World, 'stripe'>): Promise<void> {
  const { data } = await stripe.webhookEndpoints.list({ limit: 10 });
  for (const { id } of data) await stripe.webhookEndpoints.update(id, { enabled_events: needed });
}

/** What only the sweep has found: news that the endpoint should have heard, which costs a look of its own. */
export async function missedIn({ sql }: Pick<World, 'sql'>): Promise<string[]> {
  const { rows } = await sql.billing.query<{ type: string }>(
    `SELECT DISTINCT type FROM inbox WHERE source = 'sweep' ORDER BY type`,
  );
  return rows.map(({ type }) => type);
}
