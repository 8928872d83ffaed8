import { inTransaction, prepared, together } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import { comesIntoSight } from '../../domain/behind-gifts.ts';
import { consequencesOf } from '../../domain/consequences.ts';
import { isSameForOthers } from '../../domain/fold.ts';
import { LISTED_WITHIN_MS } from '../../domain/looked.ts';
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
    const turns = newest
      .filter(({ begun }) => ours.has(begun.customerId))
      .map((fold) => ({ ...fold, decided: decideAlone(deps, fold, { known, now: saving.now }) }));
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
      folds.map(({ read }) => read.lookedAt),
      folds.map(({ begun }) => begun.newsCount ?? 0n),
      LISTED_WITHIN_MS,
      at,
    ),
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Where Stripe alone has told something since the reads began, and of what it told nothing is newer than what they
 * have shown, that is folded as well.
 */
const markFolded = prepared(
  'mark-folded',
  `WITH turn AS (
     SELECT id, ticket, generation, looked_at, news_count
     FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::bigint[])
       AS t (id, ticket, generation, looked_at, news_count)),
   locked AS (
     SELECT c.id, CASE WHEN c.generation - t.generation = c.news_count - t.news_count
         AND c.news_at < t.looked_at - $6::int * interval '1 millisecond'
       THEN c.generation ELSE t.generation END AS shown
     FROM stripe_customer c JOIN turn t USING (id) ORDER BY c.id FOR NO KEY UPDATE OF c)
   UPDATE stripe_customer c SET ticket = t.ticket,
     traceparent = CASE WHEN c.generation > locked.shown THEN c.traceparent END,
     folded_generation = greatest(c.folded_generation, locked.shown), folded_at = $7, lease_until = NULL,
     looked_at = greatest(c.looked_at, t.looked_at)
   FROM turn t JOIN locked USING (id)
   WHERE c.id = t.id AND c.ticket < t.ticket RETURNING c.id`,
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
