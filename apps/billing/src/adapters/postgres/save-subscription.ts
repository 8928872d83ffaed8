import { prepared, together } from '@gatefold/messaging';
import type { Charge, Subscription } from '../../domain/subscription.ts';
import { columns } from './subscription-columns.ts';
import { type Queries } from './subscription-rows.ts';
import { toCourseJson } from './course-json.ts';
import { toStepsJson } from './steps-json.ts';

/** Whether there is nothing to write: a look at Stripe that shows what was known is the most common one. */
export const isSameRow = (a: Subscription, b: Subscription): boolean =>
  JSON.stringify([rowOf(a), chargeRowsOf(a), a.charges.map(({ refunds }) => refunds)], plainly) ===
  JSON.stringify([rowOf(b), chargeRowsOf(b), b.charges.map(({ refunds }) => refunds)], plainly);

const plainly = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

/** Writes subscriptions as they are now, with their charges and refunds. */
export async function saveSubscriptions(
  tx: Queries,
  subscriptions: readonly Subscription[],
  now: Date,
): Promise<void> {
  const ids = subscriptions.map(({ id }) => id);
  const charges = subscriptions.flatMap((one) => one.charges);
  const kept = charges.map(({ id }) => id);
  await together([
    tx.query(upsert(JSON.stringify(subscriptions.map(rowOf)), ids, kept)),
    tx.query(upsertCharges(JSON.stringify(subscriptions.flatMap(chargeRowsOf)))),
    saveRefunds(tx, charges, now),
  ]);
}

/** Leaving readers have no next charge, and a charge that was only expected never was one. */
const upsert = prepared(
  'upsert-subscriptions',
  `WITH gone AS (
    DELETE FROM charge WHERE subscription_id = ANY($2::uuid[]) AND status = 'expected' AND NOT id = ANY($3::uuid[]))
  INSERT INTO subscription (${columns.join(', ')})
  SELECT ${columns.join(', ')} FROM jsonb_populate_recordset(NULL::subscription, $1::jsonb)
  ON CONFLICT (id) DO UPDATE SET ${columns
    .slice(1)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}`,
);

const rowOf = (s: Subscription): Record<(typeof columns)[number], unknown> => ({
  id: s.id,
  reader_id: s.readerId,
  publication: s.publication,
  also_reads: s.alsoReads,
  bundle: s.bundle,
  product: s.product,
  order_number: s.orderNumber,
  checkout_id: s.checkoutId,
  return_to: s.returnTo,
  offer: s.path.offer,
  offer_version: s.path.offerVersion,
  path: toStepsJson(s.path.steps),
  policy: s.policy,
  started_at: s.instants.startedAt,
  anchor: s.instants.anchor,
  course: toCourseJson(s),
  phase: s.phase,
  end_reason: s.endReason,
  ending_as: s.endingAs,
  standing: s.standing,
  intent: s.intent,
  paid_through: s.paidThrough,
  ended_at: s.endedAt,
  card: s.card,
  retry_at: s.retryAt,
  cancellations: s.cancellations,
  reminders: s.reminders,
  stripe_customer_id: s.stripeCustomerId,
  stripe_subscription_id: s.stripeSubscriptionId,
  cancel_at_period_end: s.cancelAtPeriodEnd,
  stripe_invoice_id: s.stripeInvoiceId,
  sequence: s.sequence,
});

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
    // As a process of before these columns were writes them, so that what is the same is not written again.
    paid_outside: orNull(charge.paidOutside),
    owed: orNull(charge.owed),
    tax: orNull(charge.tax),
  }));

const orNull = (amount: bigint): string | null => (amount === 0n ? null : amount.toString());

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
  'paid_outside',
  'owed',
  'tax',
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
async function saveRefunds(tx: Queries, charges: readonly Charge[], now: Date): Promise<void> {
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
