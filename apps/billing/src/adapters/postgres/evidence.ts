import { money } from '@gatefold/kernel';
import type { Pool } from 'pg';
import type { BillingRecords } from '../../domain/evidence.ts';
import { refundedOf, type Charge, type Subscription } from '../../domain/subscription.ts';
import type { Sealer } from '../sealed.ts';
import { loadSubscriptions } from './subscription-rows.ts';
import type { Database } from './subscriptions.ts';

/** Everything that billing has on record of a subscription, read at once; null for one that is not known. */
export const postgresEvidence =
  ({ pool, clock }: Pick<Database, 'pool' | 'clock'>, seal: Sealer) =>
  async (subscriptionId: string): Promise<BillingRecords | null> => {
    const [subscription] = await loadSubscriptions(pool, 's.id = $1', [subscriptionId]);
    if (subscription === undefined) return null;
    const [consent, notices, history, buyers] = await recordsOf(pool, subscription);
    const accepted = consent.rows[0];
    return {
      asOf: clock.now(),
      subscriptionId,
      orderNumber: subscription.orderNumber,
      readerId: subscription.readerId,
      earlierReaderIds: buyers.rows.map(({ id }) => id).filter((id) => id !== subscription.readerId),
      product: `${subscription.publication}, ${subscription.product}`,
      startedAt: subscription.instants.startedAt,
      endedAt: subscription.endedAt,
      endReason: subscription.endReason,
      card: subscription.card,
      consent:
        accepted === undefined
          ? null
          : {
              version: accepted.version,
              text: accepted.text,
              acceptedAt: accepted.at,
              pathHash: accepted.hash,
              reason: accepted.reason,
              ip: ipIn(accepted, seal),
            },
      prices: subscription.path.steps.map(({ key, charges, amount }) => ({ phase: key, charges, amount })),
      charges: subscription.charges.filter(({ status }) => status !== 'expected').map(chargeOf),
      notices: notices.rows,
      history: history.rows.map(({ at, summary, amount, currency }) => ({
        at,
        summary,
        amount: amount === null || currency === null ? null : money(BigInt(amount), currency),
      })),
    };
  };

const recordsOf = (pool: Pool, { id, checkoutId, readerId }: Subscription) =>
  Promise.all([
    pool.query<ConsentRow>(
      `SELECT c.id, c.consent_version AS version, c.text, c.accepted_at AS at, c.path_hash AS hash, c.reason,
         c.ip, c.key_version
       FROM checkout k JOIN consent c ON c.id = k.consent_id WHERE k.id = $1`,
      [checkoutId],
    ),
    pool.query<{ kind: string; at: Date }>(
      'SELECT kind, due_at AS at FROM notice WHERE subscription_id = $1 ORDER BY due_at, id',
      [id],
    ),
    pool.query<{ at: Date; summary: string; amount: string | null; currency: string | null }>(
      `SELECT at, summary, amount, currency FROM billing_event
       WHERE reader_id = $1 AND subscription_id = $2 ORDER BY at, id`,
      [readerId, id],
    ),
    pool.query<{ id: string }>(
      'SELECT reader_id AS id FROM checkout WHERE id = $1 AND reader_id IS NOT NULL',
      [checkoutId],
    ),
  ]);

type ConsentRow = {
  id: string;
  version: string;
  text: string;
  at: Date;
  hash: string;
  reason: string | null;
  ip: Buffer | null;
  key_version: string | null;
};

const ipIn = ({ id, ip, key_version }: ConsentRow, seal: Sealer): string | null =>
  ip === null || key_version === null ? null : (seal.open(ip, key_version, id)?.toString() ?? null);

const chargeOf = (charge: Charge): BillingRecords['charges'][number] => ({
  phase: charge.phase,
  amount: charge.amount,
  refunded: refundedOf(charge),
  status: charge.status,
  from: charge.period.from,
  until: charge.period.until,
  paidAt: charge.paidAt,
  stripeChargeId: charge.stripeChargeId,
  dispute: charge.dispute,
});
