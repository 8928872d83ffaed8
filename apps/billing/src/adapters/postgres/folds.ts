import { inTransaction, prepared, together } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import { begin, beginImported } from '../../domain/begin.ts';
import { consequencesOf, type Consequences, type Decided } from '../../domain/consequences.ts';
import { isSameForOthers } from '../../domain/fold.ts';
import { isGiven } from '../../domain/import-path.ts';
import type { Offer } from '../../domain/offer.ts';
import type { SeenSubscription } from '../../domain/seen.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { soldAt } from '../../domain/titles.ts';
import type { CardGiven, FoldBegun, Folds } from '../../usecases/ports.ts';
import { behindGifts, saveGiftsBefore } from './behind-gifts.ts';
import { foldGifts } from './gifts.ts';
import { judgeIntro, type CardRule } from './intro-uses.ts';
import { saveConsequences, saveDue } from './save-consequences.ts';
import { isSameRow } from './save-subscription.ts';
import { carryBehind, endOf, givenTo, liveLike } from './given.ts';
import { lockSubscription, type Queries } from './subscription-rows.ts';
import { fromStepsJson } from './steps-json.ts';
import { savingOf, type Database } from './subscriptions.ts';
import { saveCall } from './wanted-calls.ts';

type Deps = Database & {
  /** The terms under which a checkout was opened, from the offers that were ever on sale. */
  offerOf(key: string, version: number): Promise<Offer>;
  cards: CardRule;
};

export const postgresFolds = (deps: Deps): Folds => ({
  async begin(customerId, traceparent) {
    const begun = await look(deps.pool, customerId, traceparent);
    if (begun !== null) return begun;
    await deps.pool.query('INSERT INTO stripe_customer (id) VALUES ($1) ON CONFLICT DO NOTHING', [
      customerId,
    ]);
    return (await look(deps.pool, customerId, traceparent))!;
  },

  async commit(begun, read) {
    const wantsCalls = await inTransaction(deps.pool, async (tx) => {
      const [isOurTurn, known] = await together([
        takeTurn(tx, begun, { at: deps.machineClock.now(), lookedAt: read.lookedAt }),
        knownOf(tx, begun),
      ]);
      if (!isOurTurn) return false;
      let calls = 0;
      const given = begun.hasGiven ? await givenTo(tx, begun.customerId, deps.clock.now()) : [];
      for (const seen of [...given, ...read.seen])
        calls += await commitOne(deps, tx, { seen, id: known.get(seen.id), decide: read.decide, begun });
      for (const card of read.cards) calls += await commitCard(deps, tx, card);
      if (begun.hasGifts) calls += await foldGifts(deps, tx, { ...read.gifts, customerId: begun.customerId });
      return calls > 0;
    });
    deps.onCommit();
    return wantsCalls;
  },
});

/** Only reads: news that comes after it is folded by the next. */
async function look(db: Queries, customerId: string, traceparent: string | null): Promise<FoldBegun | null> {
  const { rows } = await db.query<{
    reader_id: string | null;
    traceparent: string | null;
    generation: string;
    ticket: string;
    cards: FoldBegun['cardCheckouts'];
    has_gifts: boolean;
    has_given: boolean;
  }>(findNews(customerId));
  const row = rows[0];
  if (row === undefined) return null;
  return {
    customerId,
    traceparent: row.traceparent ?? traceparent,
    readerId: row.reader_id,
    ticket: BigInt(row.ticket),
    generation: BigInt(row.generation),
    cardCheckouts: row.cards,
    hasGifts: row.has_gifts,
    hasGiven: row.has_given,
  };
}

const findNews = prepared(
  'find-news',
  `SELECT c.reader_id, c.generation, coalesce(c.traceparent, (
     SELECT k.traceparent FROM stripe_call k WHERE k.customer_id = c.id AND k.state = 'wanted'
       AND k.traceparent IS NOT NULL ORDER BY k.requested_at DESC LIMIT 1)) AS traceparent,
     nextval('read_ticket') AS ticket, coalesce((
     SELECT json_agg(json_build_object('id', k.id, 'sessionId', k.stripe_session_id,
       'subscriptionId', k.subscription_id))
     FROM checkout k WHERE k.stripe_customer_id = $1 AND k.status = 'open' AND k.kind = 'card'
       AND k.stripe_session_id IS NOT NULL), '[]'::json) AS cards,
     EXISTS (SELECT FROM gift WHERE stripe_customer_id = $1) AS has_gifts,
     EXISTS (SELECT FROM import_claim WHERE stripe_customer_id = $1 AND stripe_subscription_id IS NULL) AS has_given
   FROM stripe_customer c WHERE c.id = $1`,
);

/** Locks the customer. False when somebody who began to read later has committed: what we read is older. */
async function takeTurn(
  tx: PoolClient,
  { customerId, ticket, generation }: FoldBegun,
  { at, lookedAt }: { at: Date; lookedAt: Date | null },
): Promise<boolean> {
  const { rowCount } = await tx.query(markFolded(customerId, ticket, generation, at, lookedAt));
  return rowCount === 1;
}

const markFolded = prepared(
  'mark-folded',
  `UPDATE stripe_customer SET ticket = $2, traceparent = CASE WHEN generation > $3 THEN traceparent END,
     folded_generation = greatest(folded_generation, $3), folded_at = $4, lease_until = NULL,
     looked_at = greatest(looked_at, $5)
   WHERE id = $1 AND ticket < $2`,
);

/** Our ids of this customer's subscriptions, by Stripe's. */
async function knownOf(tx: PoolClient, { customerId }: FoldBegun): Promise<ReadonlyMap<string, string>> {
  const { rows } = await tx.query<{ id: string; stripe_id: string }>(findKnown(customerId));
  return new Map(rows.map(({ id, stripe_id }) => [stripe_id, id]));
}

const findKnown = prepared(
  'find-known',
  'SELECT id, stripe_subscription_id AS stripe_id FROM subscription WHERE stripe_customer_id = $1',
);

type One = {
  seen: SeenSubscription;
  id: string | undefined;
  decide: (before: Subscription, seen: SeenSubscription) => Decided;
  begun: Pick<FoldBegun, 'traceparent'>;
};

/** How many calls to Stripe it led to. */
async function commitOne(deps: Deps, tx: PoolClient, { seen, id, decide, begun }: One): Promise<number> {
  const found = id === undefined ? await beginFrom(deps, tx, seen) : await lockKnown(tx, id);
  if (found === null) return 0;
  const { before, given } = found;

  const saving = savingOf(deps, begun.traceparent);
  const judged = await judgeIntro(tx, decide(before, seen), { seen, cards: deps.cards, saving });
  const { decided, gifts } = await behindGifts(deps, tx, { before, decided: judged });
  const consequences = consequencesOf(decided, {
    now: saving.now,
    reminding: deps.reminding,
    newId: deps.newId,
  });
  if (id !== undefined && isNothingNew(before, consequences)) {
    await saveDue(tx, consequences);
    return 0;
  }
  const isNews = id === undefined || !isSameForOthers(before, consequences.next);
  await together([
    saveConsequences(tx, consequences, saving),
    isNews ? closeCheckout(tx, consequences.next) : null,
  ]);
  await saveGiftsBefore(deps, tx, gifts);
  const { next, calls } = consequences;
  let carried = 0;
  for (const one of given) carried += await carryBehind(deps, tx, { given: one, bought: next });
  return calls.length + carried;
}

function isNothingNew(
  before: Subscription,
  { next, changes, calls, cases, notices, note }: Consequences,
): boolean {
  const isQuiet = changes.length + calls.length + cases.length + notices.length === 0 && note === null;
  return isQuiet && isSameRow(before, next);
}

/** As it was before, and what was given to the reader of one that begins, until it began. */
type Found = { readonly before: Subscription; readonly given: readonly Subscription[] };

async function lockKnown(tx: PoolClient, id: string): Promise<Found | null> {
  const before = await lockSubscription(tx, id);
  return before === null ? null : { before, given: [] };
}

/** A subscription that no checkout of ours has made is not ours to fold. */
async function beginFrom(deps: Deps, tx: PoolClient, seen: SeenSubscription): Promise<Found | null> {
  if (seen.checkoutId === null) return null;
  const { rows } = await tx.query<{
    reader_id: string;
    return_to: string;
    publication: string;
    offer: string;
    offer_version: number;
    path: Parameters<typeof fromStepsJson>[0];
    started_at: Date | null;
    paid_through: Date | null;
  }>(findCheckout(seen.checkoutId, seen.customerId));
  const row = rows[0];
  if (row === undefined) return null;
  const offer = soldAt(await deps.offerOf(row.offer, row.offer_version), row.publication);
  const path = { offer: row.offer, offerVersion: row.offer_version, steps: fromStepsJson(row.path) };
  const promised = {
    checkoutId: seen.checkoutId,
    readerId: row.reader_id,
    returnTo: row.return_to,
    offer,
    path,
  };
  const live = await liveLike(tx, promised);
  if (row.started_at !== null && row.paid_through !== null) {
    const claimed = { startedAt: row.started_at, paidThrough: row.paid_through, chargeId: deps.newId() };
    return live.length === 0 ? { before: beginImported(promised, seen, claimed), given: [] } : null;
  }
  const isSecond = !live.every(isGiven);
  const given = isSecond ? [] : live;
  for (const one of given) await endOf(deps, tx, one);
  return { before: begin(promised, seen, isSecond), given };
}

/** The customer's reader, not the checkout's: who bought may have turned out to be another account since. */
const findCheckout = prepared(
  'find-checkout',
  `SELECT c.reader_id, k.return_to, k.publication, k.offer, k.offer_version, k.path, i.started_at, i.paid_through
   FROM checkout k JOIN stripe_customer c ON c.id = k.stripe_customer_id LEFT JOIN import_claim i ON i.id = k.id
   WHERE k.id = $1 AND k.kind = 'subscribe' AND c.id = $2 AND c.reader_id IS NOT NULL FOR UPDATE OF k`,
);

const closeCheckout = (tx: PoolClient, { checkoutId, phase }: Subscription) =>
  phase === 'pending' ? undefined : tx.query(markPaid(checkoutId));

const markPaid = prepared(
  'mark-paid',
  `UPDATE checkout SET status = 'paid' WHERE id = $1 AND status IN ('opening', 'open', 'expired')`,
);

async function commitCard(
  deps: Deps,
  tx: PoolClient,
  { checkoutId, subscriptionId, calls }: CardGiven,
): Promise<number> {
  const closed = await tx.query(`UPDATE checkout SET status = 'paid' WHERE id = $1 AND status = 'open'`, [
    checkoutId,
  ]);
  const subscription = await lockSubscription(tx, subscriptionId);
  if (closed.rowCount === 0 || subscription === null || subscription.phase === 'ended') return 0;
  const wanted = calls(subscription);
  for (const call of wanted) await saveCall(tx, { call, of: subscription, saving: savingOf(deps) });
  return wanted.length;
}
