import { prepared, together } from '@gatefold/messaging';
import type { Subscription } from '../../domain/subscription.ts';
import { columns } from './subscription-columns.ts';
import { type Queries } from './subscription-rows.ts';
import { toCourseJson } from './course-json.ts';
import { toStepsJson } from './steps-json.ts';

/** Whether there is nothing to write: a look at Stripe that shows what was known is the most common one. */
export const isSameRow = (a: Subscription, b: Subscription): boolean =>
  JSON.stringify([columnsOf(a), chargeRowsOf(a), a.charges.map(({ refunds }) => refunds)], plainly) ===
  JSON.stringify([columnsOf(b), chargeRowsOf(b), b.charges.map(({ refunds }) => refunds)], plainly);

const plainly = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

/** Writes a subscription as it is now, with its charges and refunds. */
export async function saveSubscription(tx: Queries, subscription: Subscription, now: Date): Promise<void> {
  const kept = subscription.charges.map(({ id }) => id);
  await together([
    tx.query(upsert(...columnsOf(subscription), kept)),
    saveCharges(tx, subscription),
    saveRefunds(tx, subscription, now),
  ]);
}

/** Leaving readers have no next charge, and a charge that was only expected never was one. */
const upsert = prepared(
  'upsert-subscription',
  `WITH gone AS (
    DELETE FROM charge WHERE subscription_id = $1 AND status = 'expected' AND NOT id = ANY($${columns.length + 1}::uuid[]))
  INSERT INTO subscription (${columns.join(', ')})
  VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${columns
    .slice(1)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}`,
);

const columnsOf = (s: Subscription): unknown[] => [
  s.id,
  s.readerId,
  s.publication,
  s.alsoReads,
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
  JSON.stringify(toCourseJson(s)),
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

const chargeRowsOf = ({ id, charges }: Subscription) =>
  charges.map((charge) => ({
    id: charge.id,
    subscription_id: id,
    period_index: charge.index,
    phase: charge.phase,
    item: charge.item,
    version: charge.version,
    amount: charge.amount.amount.toString(),
    currency: charge.amount.currency,
    period_from: charge.period.from,
    period_until: charge.period.until,
    status: charge.status,
    paid_at: charge.paidAt,
    attempts: charge.attempts,
    next_attempt_at: charge.nextAttemptAt,
    stripe_invoice_id: charge.stripeInvoiceId,
    stripe_charge_id: charge.stripeChargeId,
    is_booked: charge.isBooked,
    earned: charge.earned.toString(),
    dispute: charge.dispute,
    sequence: charge.sequence,
    credited: charge.credited.toString(),
  }));

const saveCharges = (tx: Queries, subscription: Subscription) =>
  tx.query(upsertCharges(JSON.stringify(chargeRowsOf(subscription))));

const chargesThatChange = [
  'amount',
  'currency',
  'period_from',
  'period_until',
  'status',
  'paid_at',
  'attempts',
  'next_attempt_at',
  'stripe_invoice_id',
  'stripe_charge_id',
  'is_booked',
  'earned',
  'dispute',
  'sequence',
  'credited',
];
const ofTable = (table: string): string => chargesThatChange.map((column) => `${table}.${column}`).join(', ');

/** Those that are as they were are not written again. */
const upsertCharges = prepared(
  'upsert-charges',
  `
  INSERT INTO charge SELECT * FROM jsonb_populate_recordset(NULL::charge, $1::jsonb)
  ON CONFLICT (id) DO UPDATE SET ${chargesThatChange.map((column) => `${column} = excluded.${column}`).join(', ')}
  WHERE (${ofTable('charge')}) IS DISTINCT FROM (${ofTable('excluded')})`,
);

/** One that we asked for is there already, reserved; one that staff made in Stripe's Dashboard is not. */
async function saveRefunds(tx: Queries, { charges }: Subscription, now: Date): Promise<void> {
  const rows = charges.flatMap(({ id, refunds }) =>
    refunds.map((refund) => ({
      id: refund.id,
      charge_id: id,
      amount: refund.amount.amount.toString(),
      currency: refund.amount.currency,
      status: refund.status,
      reason: refund.reason,
      stripe_refund_id: refund.stripeRefundId,
      requested_at: now,
    })),
  );
  if (rows.length > 0) await tx.query(UPSERT_REFUNDS, [JSON.stringify(rows)]);
}

const UPSERT_REFUNDS = `
  INSERT INTO refund (id, charge_id, amount, currency, status, reason, stripe_refund_id, requested_at)
  SELECT id, charge_id, amount, currency, status, reason, stripe_refund_id, requested_at
  FROM jsonb_populate_recordset(NULL::refund, $1::jsonb)
  ON CONFLICT (id) DO UPDATE SET status = excluded.status, stripe_refund_id = excluded.stripe_refund_id,
    amount = excluded.amount
  WHERE refund.charge_id = excluded.charge_id`;
