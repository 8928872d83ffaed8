import { prepared, together } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import { begin, beginImported } from '../../domain/begin.ts';
import { consequencesOf } from '../../domain/consequences.ts';
import { isSameForOthers } from '../../domain/fold.ts';
import { isGiven } from '../../domain/import-path.ts';
import type { SeenSubscription } from '../../domain/seen.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { soldAt } from '../../domain/titles.ts';
import type { CardGiven } from '../../usecases/ports.ts';
import { behindGifts, saveGiftsBefore } from './behind-gifts.ts';
import { closeCheckouts, isNothingNew, type Fold, type FoldDeps } from './folding.ts';
import { foldGifts } from './gifts.ts';
import { carryBehind, endOf, givenTo, liveLike } from './given.ts';
import { judgeIntro } from './intro-uses.ts';
import { saveConsequences, saveDue } from './save-consequences.ts';
import { fromStepsJson } from './steps-json.ts';
import { lockSubscription } from './subscription-rows.ts';
import { savingOf } from './subscriptions.ts';
import { saveCall } from './wanted-calls.ts';

/**
 * Commits all of one customer, one thing after the other: what comes later may look at what came before. `known` are
 * our ids of their subscriptions, by Stripe's. How many calls to Stripe it led to.
 */
export async function commitFold(
  deps: FoldDeps,
  tx: PoolClient,
  { begun, read, known }: Fold & { readonly known: ReadonlyMap<string, { readonly id: string }> },
): Promise<number> {
  const { customerId, traceparent } = begun;
  let calls = 0;
  const given = begun.hasGiven ? await givenTo(tx, customerId, deps.clock.now()) : [];
  for (const seen of [...given, ...read.seen])
    calls += await commitOne(deps, tx, {
      seen,
      id: known.get(seen.id)?.id,
      decide: read.decide,
      traceparent,
    });
  for (const card of read.cards) calls += await commitCard(deps, tx, card);
  if (begun.hasGifts) calls += await foldGifts(deps, tx, { ...read.gifts, customerId });
  return calls;
}

type One = Pick<Fold['read'], 'decide'> & {
  readonly seen: SeenSubscription;
  readonly id: string | undefined;
  readonly traceparent: string | null;
};

/** How many calls to Stripe it led to. */
async function commitOne(
  deps: FoldDeps,
  tx: PoolClient,
  { seen, id, decide, traceparent }: One,
): Promise<number> {
  const found = id === undefined ? await beginFrom(deps, tx, seen) : await lockKnown(tx, id);
  if (found === null) return 0;
  const { before, given } = found;

  const saving = savingOf(deps, traceparent);
  const judged = await judgeIntro(tx, decide(before, seen), { seen, cards: deps.cards, saving });
  const { decided, gifts } = await behindGifts(deps, tx, { before, decided: judged });
  const consequences = consequencesOf(decided, {
    now: saving.now,
    reminding: deps.reminding,
    newId: deps.newId,
  });
  if (id !== undefined && isNothingNew(before, consequences)) {
    await saveDue(tx, [consequences]);
    return 0;
  }
  const isNews = id === undefined || !isSameForOthers(before, consequences.next);
  await together([
    saveConsequences(tx, consequences, saving),
    isNews ? closeCheckouts(tx, [consequences.next]) : null,
  ]);
  await saveGiftsBefore(deps, tx, gifts);
  const { next, calls } = consequences;
  let carried = 0;
  for (const one of given) carried += await carryBehind(deps, tx, { given: one, bought: next });
  return calls.length + carried;
}

/** As it was before, and what was given to the reader of one that begins, until it began. */
type Found = { readonly before: Subscription; readonly given: readonly Subscription[] };

async function lockKnown(tx: PoolClient, id: string): Promise<Found | null> {
  const before = await lockSubscription(tx, id);
  return before === null ? null : { before, given: [] };
}

/** A subscription that no checkout of ours has made is not ours to fold. */
async function beginFrom(deps: FoldDeps, tx: PoolClient, seen: SeenSubscription): Promise<Found | null> {
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

async function commitCard(
  deps: FoldDeps,
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
