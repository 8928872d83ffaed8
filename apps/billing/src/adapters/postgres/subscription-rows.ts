import { money } from '@gatefold/kernel';
import { prepared, together } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { Policy } from '../../domain/offer.ts';
import type { Card } from '../../domain/seen.ts';
import { fromCourseJson, type CourseJson } from './course-json.ts';
import { columns } from './subscription-columns.ts';
import { fromStepsJson, type StepJson } from './steps-json.ts';
import type {
  Charge,
  EndReason,
  Intent,
  Refund,
  Reminder,
  Reservation,
  Standing,
  Subscription,
} from '../../domain/subscription.ts';

/** A pool or a client in a transaction. */
export type Queries = Pick<PoolClient, 'query'>;

/** One query for a subscription with its charges and their refunds, instants of the inner rows as text. */
const SELECT = `
  SELECT ${columns.map((column) => `s.${column}`).join(', ')}, coalesce((
    SELECT json_agg(json_build_object(
      'id', c.id, 'index', c.period_index, 'phase', c.phase, 'item', c.item, 'version', c.version,
      'amount', c.amount::text, 'currency', c.currency, 'from', c.period_from, 'until', c.period_until,
      'status', c.status, 'paidAt', c.paid_at, 'attempts', c.attempts, 'nextAttemptAt', c.next_attempt_at,
      'invoice', c.stripe_invoice_id, 'charge', c.stripe_charge_id, 'isBooked', c.is_booked,
      'earned', c.earned::text, 'credited', c.credited::text,
      'paidOutside', coalesce(c.paid_outside, 0)::text, 'owed', coalesce(c.owed, 0)::text,
      'tax', coalesce(c.tax, 0)::text, 'dispute', c.dispute, 'sequence', c.sequence,
      'refunds', coalesce((
        SELECT json_agg(json_build_object('id', r.id, 'stripeRefundId', r.stripe_refund_id, 'status', r.status,
          'amount', r.amount::text, 'currency', r.currency, 'reason', r.reason) ORDER BY r.requested_at, r.id)
        FROM refund r
        WHERE r.charge_id = c.id AND (r.stripe_refund_id IS NOT NULL OR r.status = 'wanted')), '[]'::json)
    ) ORDER BY c.period_index)
    FROM charge c WHERE c.subscription_id = s.id), '[]'::json) AS charges
  FROM subscription s`;

type ChargeJson = {
  id: string;
  index: number;
  phase: string;
  item: string;
  version: number;
  amount: string;
  currency: string;
  from: string;
  until: string;
  status: Charge['status'];
  paidAt: string | null;
  attempts: number;
  nextAttemptAt: string | null;
  invoice: string | null;
  charge: string | null;
  isBooked: boolean;
  earned: string;
  credited: string;
  paidOutside: string;
  owed: string;
  tax: string;
  dispute: Charge['dispute'];
  sequence: number;
  refunds: RefundJson[];
};

/** One that Stripe has not shown yet has no name there. */
type RefundJson = {
  id: string;
  stripeRefundId: string | null;
  status: Refund['status'] | 'wanted';
  amount: string;
  currency: string;
  reason: string | null;
};

type SubscriptionRow = {
  id: string;
  reader_id: string;
  publication: string;
  also_reads: string[];
  bundle: string;
  product: string;
  order_number: string;
  checkout_id: string;
  return_to: string;
  offer: string;
  offer_version: number;
  path: readonly StepJson[];
  policy: Policy;
  started_at: Date;
  anchor: Date;
  course: CourseJson;
  phase: string;
  end_reason: EndReason | null;
  ending_as: EndReason | null;
  standing: Standing;
  intent: Intent;
  paid_through: Date | null;
  ended_at: Date | null;
  card: Card | null;
  retry_at: Date | null;
  cancellations: number;
  reminders: Reminder[];
  stripe_customer_id: string;
  stripe_subscription_id: string;
  cancel_at_period_end: boolean;
  stripe_invoice_id: string | null;
  sequence: string;
  charges: ChargeJson[];
};

/** Subscriptions that fit `where`, a condition on `s` with its parameters. */
export async function loadSubscriptions(
  db: Queries,
  where: string,
  parameters: readonly unknown[],
): Promise<Subscription[]> {
  const { rows } = await db.query<SubscriptionRow>(`${SELECT} WHERE ${where}`, [...parameters]);
  return rows.map(toSubscription);
}

/** Locks one row first: what is read after that stays true until the transaction ends. */
export async function lockSubscription(tx: Queries, id: string): Promise<Subscription | null> {
  const [, { rows }] = await together([
    tx.query(lock(id)),
    // A statement of its own: it sees what those have written for whom the lock was waited.
    tx.query<SubscriptionRow>(readLocked(id)),
  ]);
  return rows[0] === undefined ? null : toSubscription(rows[0]);
}

/** All subscriptions of these customers, locked in the order of ids. */
export async function lockSubscriptionsOf(
  tx: Queries,
  customerIds: readonly string[],
): Promise<Subscription[]> {
  const [, { rows }] = await together([
    tx.query(lockOf(customerIds)),
    tx.query<SubscriptionRow>(readLockedOf(customerIds)),
  ]);
  return rows.map(toSubscription);
}

// How many are asked for is hidden from the planner, or it would plan anew each time.
const lockOf = prepared(
  'lock-subscriptions-of',
  'SELECT 1 FROM subscription WHERE stripe_customer_id = ANY((SELECT $1::text[])::text[]) ORDER BY id FOR UPDATE',
);
const readLockedOf = prepared(
  'read-locked-subscriptions-of',
  `${SELECT} WHERE s.stripe_customer_id = ANY((SELECT $1::text[])::text[])`,
);

const lock = prepared('lock-subscription', 'SELECT 1 FROM subscription WHERE id = $1 FOR UPDATE');
const readLocked = prepared('read-locked-subscription', `${SELECT} WHERE s.id = $1`);

const toSubscription = (row: SubscriptionRow): Subscription => ({
  id: row.id,
  readerId: row.reader_id,
  publication: row.publication,
  alsoReads: row.also_reads,
  bundle: row.bundle,
  product: row.product,
  orderNumber: row.order_number,
  checkoutId: row.checkout_id,
  returnTo: row.return_to,
  path: { offer: row.offer, offerVersion: row.offer_version, steps: fromStepsJson(row.path) },
  policy: row.policy,
  ...fromCourseJson(row.course, { startedAt: row.started_at, anchor: row.anchor }),
  phase: row.phase,
  endReason: row.end_reason,
  endingAs: row.ending_as,
  standing: row.standing,
  intent: row.intent,
  paidThrough: row.paid_through,
  endedAt: row.ended_at,
  card: cardOf(row.card),
  retryAt: row.retry_at,
  cancellations: row.cancellations,
  reminders: row.reminders,
  stripeCustomerId: row.stripe_customer_id,
  stripeSubscriptionId: row.stripe_subscription_id,
  cancelAtPeriodEnd: row.cancel_at_period_end,
  stripeInvoiceId: row.stripe_invoice_id,
  charges: row.charges.map(toCharge),
  sequence: Number(row.sequence),
});

/** In the order in which Stripe's is read, which the database does not keep: so that the same card is the same text. */
const cardOf = (card: Card | null): Card | null =>
  card === null
    ? null
    : {
        brand: card.brand,
        last4: card.last4,
        expMonth: card.expMonth,
        expYear: card.expYear,
        ...(card.country === undefined ? {} : { country: card.country }),
      };

const instantOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

const toCharge = (json: ChargeJson): Charge => ({
  id: json.id,
  index: json.index,
  phase: json.phase,
  item: json.item,
  version: json.version,
  amount: money(BigInt(json.amount), json.currency),
  period: { from: new Date(json.from), until: new Date(json.until) },
  status: json.status,
  paidAt: instantOf(json.paidAt),
  attempts: json.attempts,
  nextAttemptAt: instantOf(json.nextAttemptAt),
  stripeInvoiceId: json.invoice,
  stripeChargeId: json.charge,
  isBooked: json.isBooked,
  earned: BigInt(json.earned),
  credited: BigInt(json.credited),
  paidOutside: BigInt(json.paidOutside),
  owed: BigInt(json.owed),
  tax: BigInt(json.tax),
  refunds: json.refunds.flatMap(toRefund),
  reserved: json.refunds.flatMap(toReservation),
  dispute: json.dispute,
  sequence: json.sequence,
});

const toRefund = ({ id, stripeRefundId, status, reason, ...json }: RefundJson): Refund[] =>
  stripeRefundId === null || status === 'wanted'
    ? []
    : [{ id, stripeRefundId, amount: money(BigInt(json.amount), json.currency), status, reason }];

const toReservation = ({ id, status, amount, currency }: RefundJson): Reservation[] =>
  status === 'wanted' ? [{ id, amount: money(BigInt(amount), currency) }] : [];
