import type { Charge, Refund, Subscription } from '../../domain/subscription.ts';
import { toStepsJson, type Queries } from './subscription-rows.ts';

/** Writes a subscription as it is now, with its charges and refunds. */
export async function saveSubscription(tx: Queries, subscription: Subscription, now: Date): Promise<void> {
  await tx.query(UPSERT, columnsOf(subscription));
  // Leaving readers have no next charge, and a charge that was only expected never was one.
  const kept = subscription.charges.map(({ id }) => id);
  await tx.query(
    `DELETE FROM charge WHERE subscription_id = $1 AND status = 'expected' AND NOT id = ANY($2::uuid[])`,
    [subscription.id, kept],
  );
  for (const charge of subscription.charges) await saveCharge(tx, charge, { subscription, now });
}

const columns = [
  'id',
  'reader_id',
  'publication',
  'bundle',
  'product',
  'order_number',
  'checkout_id',
  'return_to',
  'offer',
  'offer_version',
  'path',
  'policy',
  'started_at',
  'anchor',
  'phase',
  'end_reason',
  'ending_as',
  'standing',
  'intent',
  'paid_through',
  'ended_at',
  'card',
  'retry_at',
  'cancellations',
  'reminders',
  'stripe_customer_id',
  'stripe_subscription_id',
  'cancel_at_period_end',
  'stripe_invoice_id',
  'sequence',
] as const;

const UPSERT = `INSERT INTO subscription (${columns.join(', ')})
  VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${columns
    .slice(1)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}`;

const columnsOf = (s: Subscription): unknown[] => [
  s.id,
  s.readerId,
  s.publication,
  s.bundle,
  s.product,
  s.orderNumber,
  s.checkoutId,
  s.returnTo,
  s.path.offer,
  s.path.offerVersion,
  JSON.stringify(toStepsJson(s.path.steps)),
  JSON.stringify(s.policy),
  s.instants.startedAt,
  s.instants.anchor,
  s.phase,
  s.endReason,
  s.endingAs,
  s.standing,
  s.intent,
  s.paidThrough,
  s.endedAt,
  s.card === null ? null : JSON.stringify(s.card),
  s.retryAt,
  s.cancellations,
  s.reminders,
  s.stripeCustomerId,
  s.stripeSubscriptionId,
  s.cancelAtPeriodEnd,
  s.stripeInvoiceId,
  s.sequence,
];

type Of = { readonly subscription: Subscription; readonly now: Date };

async function saveCharge(tx: Queries, charge: Charge, { subscription, now }: Of): Promise<void> {
  await tx.query(
    `INSERT INTO charge (id, subscription_id, period_index, phase, item, version, amount, currency, period_from,
       period_until, status, paid_at, attempts, next_attempt_at, stripe_invoice_id, stripe_charge_id, is_booked,
       earned, dispute, sequence)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
     ON CONFLICT (id) DO UPDATE SET amount = excluded.amount, currency = excluded.currency,
       period_from = excluded.period_from, period_until = excluded.period_until, status = excluded.status,
       paid_at = excluded.paid_at, attempts = excluded.attempts, next_attempt_at = excluded.next_attempt_at,
       stripe_invoice_id = excluded.stripe_invoice_id, stripe_charge_id = excluded.stripe_charge_id,
       is_booked = excluded.is_booked, earned = excluded.earned, dispute = excluded.dispute,
       sequence = excluded.sequence`,
    [
      charge.id,
      subscription.id,
      charge.index,
      charge.phase,
      charge.item,
      charge.version,
      charge.amount.amount,
      charge.amount.currency,
      charge.period.from,
      charge.period.until,
      charge.status,
      charge.paidAt,
      charge.attempts,
      charge.nextAttemptAt,
      charge.stripeInvoiceId,
      charge.stripeChargeId,
      charge.isBooked,
      charge.earned,
      charge.dispute === null ? null : JSON.stringify(charge.dispute),
      charge.sequence,
    ],
  );
  for (const refund of charge.refunds) await saveRefund(tx, refund, { charge, now });
}

/** One that we asked for is there already, reserved; one that staff made in Stripe's Dashboard is not. */
async function saveRefund(
  tx: Queries,
  refund: Refund,
  { charge, now }: { charge: Charge; now: Date },
): Promise<void> {
  await tx.query(
    `INSERT INTO refund (id, charge_id, amount, currency, status, reason, stripe_refund_id, requested_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (id) DO UPDATE SET status = excluded.status, stripe_refund_id = excluded.stripe_refund_id,
       amount = excluded.amount
     WHERE refund.charge_id = excluded.charge_id`,
    [
      refund.id,
      charge.id,
      refund.amount.amount,
      refund.amount.currency,
      refund.status,
      refund.reason,
      refund.stripeRefundId,
      now,
    ],
  );
}
