import { fromMoneyJson, money, toMoneyJson } from '@gatefold/kernel';
import type { GiftOffer } from '../../domain/gift-offer.ts';
import { chargeOf, periodOf, type Gift } from '../../domain/gift.ts';
import { orderNumberOf } from '../../domain/order-number.ts';
import type { Charge, Refund } from '../../domain/subscription.ts';
import { fromGiftJson, toGiftJson, type GiftOfferJson } from './catalogue-json.ts';
import type { Queries } from './subscription-rows.ts';

type RefundJson = Omit<Refund, 'amount'> & { amount: ReturnType<typeof toMoneyJson> };

type Row = {
  id: string;
  state: Gift['state'];
  offer: GiftOfferJson;
  giver_id: string;
  recipient_id: string;
  send_at: Date;
  sent_at: Date | null;
  taken_at: Date | null;
  amount: string;
  currency: string;
  paid_at: Date | null;
  period_from: Date | null;
  period_until: Date | null;
  earned: string;
  owed: string;
  refunds: RefundJson[];
  dispute: Charge['dispute'];
  payment_sequence: number;
  behind_id: string | null;
  ended_at: Date | null;
  end_reason: Gift['endReason'];
  told: ('waiting' | 'ending')[];
  stripe_customer_id: string;
  stripe_session_id: string | null;
  stripe_charge_id: string | null;
  sequence: string;
  next_at: Date | null;
  created_at: Date;
};

/** Gifts that fit `where`, a condition with its parameters. */
export async function loadGifts(db: Queries, where: string, parameters: readonly unknown[]): Promise<Gift[]> {
  const { rows } = await db.query<Row>(`SELECT * FROM gift WHERE ${where}`, [...parameters]);
  return rows.map(toGift);
}

function toGift(row: Row): Gift {
  const offer = fromGiftJson(row.offer);
  return {
    id: row.id,
    state: row.state,
    offer,
    giverId: row.giver_id,
    recipientId: row.recipient_id,
    sendAt: row.send_at,
    sentAt: row.sent_at,
    takenAt: row.taken_at,
    charge: toCharge(row, offer),
    behindId: row.behind_id,
    endedAt: row.ended_at,
    endReason: row.end_reason,
    told: row.told,
    stripeCustomerId: row.stripe_customer_id,
    stripeSessionId: row.stripe_session_id,
    sequence: Number(row.sequence),
    nextAt: row.next_at,
    createdAt: row.created_at,
  };
}

function toCharge(row: Row, offer: GiftOffer): Charge {
  const { period_from: from, period_until: until, paid_at: paidAt } = row;
  const period = from === null || until === null ? null : { from, until };
  return {
    ...chargeOf({ id: row.id, offer, createdAt: row.created_at, period }),
    amount: money(BigInt(row.amount), row.currency),
    status: paidAt === null ? 'expected' : 'paid',
    paidAt,
    isBooked: paidAt !== null,
    stripeChargeId: row.stripe_charge_id,
    earned: BigInt(row.earned),
    owed: BigInt(row.owed),
    refunds: row.refunds.map((refund) => ({ ...refund, amount: fromMoneyJson(refund.amount) })),
    dispute: row.dispute,
    sequence: row.payment_sequence,
  };
}

/** Sealed before it comes here. */
export type SealedCard = {
  readonly codeHash: string;
  readonly card: Buffer;
  readonly keyVersion: string;
};

export async function insertGift(db: Queries, gift: Gift, sealed: SealedCard): Promise<void> {
  const { offer, charge } = gift;
  await db.query(
    `INSERT INTO gift (id, state, offer, giver_id, recipient_id, send_at, amount, currency, stripe_customer_id, next_at,
       created_at, code_hash, card, key_version, order_number)
     VALUES ($1, 'open', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      gift.id,
      JSON.stringify(toGiftJson(offer)),
      gift.giverId,
      gift.recipientId,
      gift.sendAt,
      charge.amount.amount,
      charge.amount.currency,
      gift.stripeCustomerId,
      gift.nextAt,
      gift.createdAt,
      sealed.codeHash,
      sealed.card,
      sealed.keyVersion,
      orderNumberOf(gift.id),
    ],
  );
}

/** Writes what may change of it. What was written on its card goes when it is over. */
export async function saveGift(tx: Queries, gift: Gift): Promise<void> {
  const { charge } = gift;
  const period = periodOf(gift);
  await tx.query(
    `UPDATE gift SET state = $2, recipient_id = $3, giver_id = $4, sent_at = $5, taken_at = $6, amount = $7, paid_at = $8,
       period_from = $9, period_until = $10, earned = $11, refunds = $12, dispute = $13, payment_sequence = $14,
       behind_id = $15, ended_at = $16, end_reason = $17, told = $18, stripe_charge_id = $19, sequence = $20,
       next_at = $21, card = CASE WHEN $2 = 'over' THEN NULL ELSE card END, owed = $22
     WHERE id = $1`,
    [
      gift.id,
      gift.state,
      gift.recipientId,
      gift.giverId,
      gift.sentAt,
      gift.takenAt,
      charge.amount.amount,
      charge.paidAt,
      period?.from ?? null,
      period?.until ?? null,
      charge.earned,
      JSON.stringify(charge.refunds.map((refund) => ({ ...refund, amount: toMoneyJson(refund.amount) }))),
      charge.dispute === null ? null : JSON.stringify(charge.dispute),
      charge.sequence,
      gift.behindId,
      gift.endedAt,
      gift.endReason,
      gift.told,
      charge.stripeChargeId,
      gift.sequence,
      gift.nextAt,
      charge.owed,
    ],
  );
}
