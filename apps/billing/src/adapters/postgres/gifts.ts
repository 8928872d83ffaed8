import { inTransaction } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import { consequencesOf } from '../../domain/consequences.ts';
import type { GiftOffer } from '../../domain/gift-offer.ts';
import { nothingNew, type Gift, type GiftDecided } from '../../domain/gift.ts';
import type { SeenPayment } from '../../domain/seen.ts';
import { refuse } from '../../domain/refusals.ts';
import type { GiftCard, Gifts, Redeeming } from '../../usecases/gift-ports.ts';
import type { Sealer } from '../sealed.ts';
import { lockApproved } from './approval-rows.ts';
import { lockFoldsOf } from './behind-gifts.ts';
import { insertGift, loadGifts } from './gift-rows.ts';
import { saveConsequences } from './save-consequences.ts';
import { saveGiftDecided } from './save-gift.ts';
import { loadSubscriptions, lockSubscription } from './subscription-rows.ts';
import { savingOf, type Database } from './subscriptions.ts';

type Deps = { database: Database; seal: Sealer; offers: () => readonly GiftOffer[] };

/** What a reader has; and by which gifts beside one they read. */
const LIVE = `s.reader_id = $1 AND s.phase <> 'ended' ORDER BY s.id`;
const OTHERS = `recipient_id = $1 AND state = 'redeemed' AND id <> $2`;

export function postgresGifts({ database, seal, offers }: Deps): Gifts {
  const { pool } = database;
  return {
    offers,
    ...listsOf(pool),

    async open(gift, { codeHash, card }) {
      const text = Buffer.from(JSON.stringify(card));
      await insertGift(pool, gift, { codeHash, card: seal.seal(text, gift.id), keyVersion: seal.version });
    },

    async opened(id, sessionId) {
      await pool.query('UPDATE gift SET stripe_session_id = $2 WHERE id = $1', [id, sessionId]);
    },

    async cards(ids) {
      const { rows } = await pool.query<{ id: string; card: Buffer; key_version: string }>(
        'SELECT id, card, key_version FROM gift WHERE id = ANY($1) AND card IS NOT NULL',
        [ids],
      );
      const opened = rows.map(({ id, card, key_version }) => [id, seal.open(card, key_version, id)] as const);
      return new Map(
        opened.flatMap(([id, text]) =>
          text === null ? [] : [[id, JSON.parse(text.toString()) as GiftCard] as const],
        ),
      );
    },

    async change(id, { decide, note, requestId }) {
      const saved = await inTransaction(pool, async (tx) => {
        const gift = await lockGift(tx, id);
        await lockApproved(tx, requestId);
        const decided = decide(gift);
        return saveGiftDecided(database, tx, { decided, note });
      });
      database.onCommit();
      return saved;
    },

    async around(id, readerId) {
      const [gift] = await loadGifts(pool, 'id = $1', [id]);
      if (gift === undefined) throw refuse('gift-not-found');
      const subscriptions = await loadSubscriptions(pool, LIVE, [readerId]);
      return { gift, subscriptions, others: await loadGifts(pool, OTHERS, [readerId, id]) };
    },

    async redeem(wanted) {
      const saved = await inTransaction(pool, (tx) => redeem(database, tx, wanted));
      database.onCommit();
      return saved;
    },
  };
}

const listsOf = (pool: Database['pool']): Pick<Gifts, 'find' | 'byCode' | 'ofReader' | 'list'> => ({
  find: async (id) => (await loadGifts(pool, 'id = $1', [id]))[0] ?? null,
  byCode: async (codeHash) => (await loadGifts(pool, 'code_hash = $1', [codeHash]))[0] ?? null,
  ofReader: (readerId) =>
    loadGifts(
      pool,
      `(giver_id = $1 AND paid_at IS NOT NULL) OR (recipient_id = $1 AND taken_at IS NOT NULL)
     ORDER BY created_at DESC, id DESC`,
      [readerId],
    ),

  list: ({ state, after, limit }) =>
    loadGifts(
      pool,
      `($1::text IS NULL OR state = $1) AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
     ORDER BY created_at DESC, id DESC LIMIT $4`,
      [state, after?.at ?? null, after?.id ?? null, limit],
    ),
});

async function lockGift(tx: PoolClient, id: string): Promise<Gift> {
  const [gift] = await loadGifts(tx, 'id = $1 FOR UPDATE', [id]);
  if (gift === undefined) throw refuse('gift-not-found');
  return gift;
}

/** Customers before subscriptions, and those before gifts, as a fold locks them. */
async function redeem(
  database: Database,
  tx: PoolClient,
  { id, readerId, decide, note }: Redeeming,
): Promise<Awaited<ReturnType<Gifts['redeem']>>> {
  await lockFoldsOf(tx, readerId);
  const live = await loadSubscriptions(tx, LIVE, [readerId]);
  const subscriptions = [];
  for (const one of live) {
    const locked = await lockSubscription(tx, one.id);
    if (locked !== null) subscriptions.push(locked);
  }
  const gift = await lockGift(tx, id);
  const others = await loadGifts(tx, OTHERS, [readerId, id]);
  const decided = decide({ gift, subscriptions, others });
  const { reminding, newId } = database;
  const saving = savingOf(database);
  if (decided.subscription !== null)
    await saveConsequences(
      tx,
      consequencesOf(decided.subscription, { now: saving.now, reminding, newId }),
      saving,
    );
  const isNew = decided.gift.forReader.length > 0;
  const saved = await saveGiftDecided(database, tx, { decided: decided.gift, note: isNew ? note : null });
  return { gift: saved, customerId: decided.subscription?.next.stripeCustomerId ?? null };
}

export type DecideGift = (gift: Gift, payment: SeenPayment | null) => GiftDecided;

/** Brings the gifts that a customer has bought to what Stripe shows of their payments. How many calls that wants. */
export async function foldGifts(
  database: Database,
  tx: PoolClient,
  read: { customerId: string; payments: ReadonlyMap<string, SeenPayment>; decide: DecideGift },
): Promise<number> {
  const gifts = await loadGifts(tx, 'stripe_customer_id = $1 ORDER BY id FOR UPDATE', [read.customerId]);
  let calls = 0;
  for (const gift of gifts) {
    const decided = read.decide(gift, read.payments.get(gift.id) ?? null);
    await saveGiftDecided(database, tx, { decided });
    calls += decided.calls.length;
  }
  return calls;
}

/** Hands all gifts of one reader, given and taken, to another, in the transaction of `tx`. */
export async function transferGifts(
  database: Database,
  tx: PoolClient,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const gifts = await loadGifts(tx, '(giver_id = $1 OR recipient_id = $1) ORDER BY id FOR UPDATE', [from]);
  for (const gift of gifts) {
    const isReader = gift.recipientId === from;
    const next = {
      ...gift,
      giverId: gift.giverId === from ? to : gift.giverId,
      recipientId: isReader ? to : gift.recipientId,
    };
    const forReader =
      isReader && gift.takenAt !== null ? [{ type: 'transferred', fromReaderId: from } as const] : [];
    await saveGiftDecided(database, tx, { decided: { ...nothingNew(next), forReader } });
  }
}
