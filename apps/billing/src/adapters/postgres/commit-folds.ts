import { inTransaction, prepared, together } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import { comesIntoSight } from '../../domain/behind-gifts.ts';
import { consequencesOf } from '../../domain/consequences.ts';
import { isSameForOthers } from '../../domain/fold.ts';
import { isShownByNear, LISTED_WITHIN_MS } from '../../domain/looked.ts';
import type { Subscription } from '../../domain/subscription.ts';
import type { FoldBegun } from '../../usecases/ports.ts';
import { commitFold } from './commit-fold.ts';
import { closeCheckouts, isNothingNew, type Fold, type FoldDeps } from './folding.ts';
import { beginsWithIntro } from './intro-uses.ts';
import { saveDecisions, saveDue, type Decision } from './save-consequences.ts';
import type { Saving } from './saving.ts';
import { lockSubscriptionsOf } from './subscription-rows.ts';
import { savingOf } from './subscriptions.ts';

/**
 * Commits what Stripe has shown of several customers in one transaction, in as many statements as for one. Answers
 * with those of whom Stripe must be told something.
 *
 * Customers are locked before their subscriptions and each in the order of ids, so that two of these never wait for
 * each other. Whose decisions look at more than their own subscription come after the others, one by one.
 */
export async function commitFolds(deps: FoldDeps, folds: readonly Fold[]): Promise<ReadonlySet<FoldBegun>> {
  const wanting = new Set<FoldBegun>();
  const newest = newestOfEach(folds);
  await inTransaction(deps.pool, async (tx) => {
    const [ours, subscriptions] = await together([
      takeTurns(tx, newest, deps.machineClock.now()),
      lockSubscriptionsOf(
        tx,
        newest.map(({ begun }) => begun.customerId),
      ),
    ]);
    const known = new Map(subscriptions.map((one) => [one.stripeSubscriptionId, one]));
    const saving = savingOf(deps);
    const taken = newest.filter(({ begun }) => ours.has(begun.customerId));
    const tooNear = taken.filter((fold) => isTooNear(fold, subscriptions));
    const turns = taken
      .filter((fold) => !tooNear.includes(fold))
      .map((fold) => ({ ...fold, decided: decideAlone(deps, fold, { known, now: saving.now }) }));
    if (tooNear.length > 0)
      await tx.query(
        lookFurther(
          tooNear.map(({ begun }) => begun.customerId),
          deps.machineClock.now(),
        ),
      );
    const alone = turns.flatMap(({ decided }) => decided ?? []);
    await saveDecided(tx, alone, saving);
    for (const { begun, read, decided } of turns) {
      const calls =
        decided === null
          ? await commitFold(deps, tx, { begun, read, known })
          : decided.reduce((sum, { consequences }) => sum + consequences.calls.length, 0);
      if (calls > 0) wanting.add(begun);
    }
  });
  deps.onCommit();
  return wanting;
}

/** Of two looks at one customer the later one counts, as if it had been committed first. */
function newestOfEach(folds: readonly Fold[]): Fold[] {
  const newest = new Map<string, Fold>();
  for (const fold of folds) {
    const other = newest.get(fold.begun.customerId);
    if (other === undefined || other.begun.ticket < fold.begun.ticket)
      newest.set(fold.begun.customerId, fold);
  }
  return [...newest.values()];
}

/** Locks the customers. Not among them is one of whom somebody who began to read later has committed. */
async function takeTurns(tx: PoolClient, folds: readonly Fold[], at: Date): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ id: string }>(
    markFolded(
      folds.map(({ begun }) => begun.customerId),
      folds.map(({ begun }) => begun.ticket),
      folds.map(({ begun }) => begun.generation),
      folds.map(({ begun }) => begun.newsCount ?? 0n),
      folds.map(({ begun }) => begun.nearCount ?? 0n),
      folds.map(({ read }) => read.lookedAt),
      folds.map(({ read }) => read.from),
      LISTED_WITHIN_MS,
      at,
    ),
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Where Stripe alone has told something since the reads began, and of what it told nothing is newer than what they
 * have shown, and all of it was near where they were, that is folded as well.
 */
const markFolded = prepared(
  'mark-folded',
  `WITH turn AS (
     SELECT * FROM unnest((SELECT $1::text[]), (SELECT $2::bigint[]), (SELECT $3::bigint[]), (SELECT $4::bigint[]),
       (SELECT $5::bigint[]), (SELECT $6::timestamptz[]), (SELECT $7::timestamptz[]))
       AS t (id, ticket, generation, news_count, near_count, looked_at, looked_from)),
   locked AS (
     SELECT c.id, c.generation, c.near_count, t.looked_at IS NULL OR t.looked_at < c.looked_at AS is_outlooked,
       c.generation - t.generation = c.news_count - t.news_count
         AND c.news_at < t.looked_at - $8::int * interval '1 millisecond'
         AND (t.looked_from IS NULL
           OR c.generation - t.generation = c.near_count - t.near_count AND c.near_from >= t.looked_from) AS is_all_shown
     FROM stripe_customer c JOIN turn t USING (id) ORDER BY c.id FOR NO KEY UPDATE OF c),
   shown AS (
     SELECT id, is_outlooked, CASE WHEN is_all_shown THEN locked.generation ELSE turn.generation END AS generation,
       CASE WHEN is_all_shown THEN locked.near_count ELSE turn.near_count END AS near_count
     FROM locked JOIN turn USING (id))
   UPDATE stripe_customer c SET ticket = t.ticket,
     traceparent = CASE WHEN c.generation > shown.generation THEN c.traceparent END,
     near_from = CASE WHEN c.generation > shown.generation THEN c.near_from END,
     marked_at = CASE WHEN c.generation > shown.generation THEN c.marked_at END,
     near_folded = CASE WHEN shown.generation >= c.folded_generation THEN shown.near_count ELSE c.near_folded END,
     folded_generation = greatest(c.folded_generation, shown.generation), folded_at = $9, lease_until = NULL,
     looked_at = greatest(c.looked_at, t.looked_at),
     looked_from = CASE WHEN shown.is_outlooked THEN c.looked_from ELSE t.looked_from END,
     whole_looked_at = CASE WHEN t.looked_from IS NULL THEN greatest(c.whole_looked_at, t.looked_at) ELSE c.whole_looked_at END
   FROM turn t JOIN shown USING (id)
   WHERE c.id = t.id AND c.ticket < t.ticket RETURNING c.id`,
);

function isTooNear({ begun, read: { from, seen } }: Fold, subscriptions: readonly Subscription[]): boolean {
  const theirs = subscriptions.filter(({ stripeCustomerId }) => stripeCustomerId === begun.customerId);
  return from !== null && !isShownByNear(theirs, seen);
}

/** Something that no news from Stripe has told, so that the next look goes all the way, and is not waited for. */
const lookFurther = prepared(
  'look-further',
  `UPDATE stripe_customer SET generation = generation + 1, marked_at = coalesce(marked_at, $2), folded_at = NULL
   WHERE id = ANY((SELECT $1::text[])::text[])`,
);

type Decided = Decision & { readonly before: Subscription };

/** What a look means for the subscriptions of one customer; null when that is to be seen only with what is theirs besides. */
function decideAlone(
  { reminding, newId }: FoldDeps,
  { begun, read }: Fold,
  { known, now }: { known: ReadonlyMap<string, Subscription>; now: Date },
): Decided[] | null {
  if (begun.hasGiven || begun.hasGifts || read.cards.length > 0) return null;
  const all: Decided[] = [];
  for (const seen of read.seen) {
    const before = known.get(seen.id);
    if (before === undefined) return null;
    const decided = read.decide(before, seen);
    if (beginsWithIntro(decided) || comesIntoSight(before, decided)) return null;
    const consequences = consequencesOf(decided, { now, reminding, newId });
    all.push({ before, consequences, traceparent: begun.traceparent });
  }
  return all;
}

async function saveDecided(tx: PoolClient, decided: readonly Decided[], saving: Saving): Promise<void> {
  if (decided.length === 0) return;
  const isQuiet = ({ before, consequences }: Decided): boolean => isNothingNew(before, consequences);
  const [quiet, news] = [decided.filter(isQuiet), decided.filter((one) => !isQuiet(one))];
  const isOthers = ({ before, consequences }: Decided): boolean =>
    !isSameForOthers(before, consequences.next);
  await together([
    quiet.length > 0
      ? saveDue(
          tx,
          quiet.map(({ consequences }) => consequences),
        )
      : null,
    saveDecisions(tx, news, saving),
    closeCheckouts(
      tx,
      news.filter(isOthers).map(({ consequences }) => consequences.next),
    ),
  ]);
}
