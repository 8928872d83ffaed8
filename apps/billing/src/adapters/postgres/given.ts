import { prepared } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { Promised } from '../../domain/begin.ts';
import { carryOver } from '../../domain/carry-over.ts';
import { consequencesOf } from '../../domain/consequences.ts';
import { fold } from '../../domain/fold.ts';
import { seenOfGiven } from '../../domain/import-path.ts';
import type { SeenSubscription } from '../../domain/seen.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { titlesOf } from '../../domain/titles.ts';
import { saveConsequences } from './save-consequences.ts';
import { lockSubscription } from './subscription-rows.ts';
import { savingOf, type Database } from './subscriptions.ts';

/** What was given to this customer until an end that Stripe does not know, as Stripe would show it. */
export async function givenTo(tx: PoolClient, customerId: string, now: Date): Promise<SeenSubscription[]> {
  const { rows } = await tx.query<{
    id: string;
    started_at: Date;
    paid_through: Date;
    is_ending: boolean;
  }>(findGiven(customerId));
  return rows.map((row) =>
    seenOfGiven(
      {
        id: row.id,
        customerId,
        startedAt: row.started_at,
        paidThrough: row.paid_through,
        isEnding: row.is_ending,
      },
      now,
    ),
  );
}

const findGiven = prepared(
  'find-given',
  `SELECT i.id, i.started_at, i.paid_through, s.ending_as IS NOT NULL AS is_ending
   FROM import_claim i LEFT JOIN subscription s ON s.id = i.id
   WHERE i.stripe_customer_id = $1 AND i.stripe_subscription_id IS NULL AND s.phase IS DISTINCT FROM 'ended'
   ORDER BY i.id`,
);

/** The subscriptions of this reader that run to something of the same already, locked. */
export async function liveLike(tx: PoolClient, { readerId, offer }: Promised): Promise<Subscription[]> {
  const { rows } = await tx.query<{ id: string }>(findLive(readerId, offer.product, titlesOf(offer)));
  const found: Subscription[] = [];
  for (const { id } of rows) {
    const one = await lockSubscription(tx, id);
    if (one !== null) found.push(one);
  }
  return found;
}

const findLive = prepared(
  'find-live',
  `SELECT id FROM subscription
   WHERE reader_id = $1 AND product = $2 AND titles_held(publication, also_reads, course) && $3::text[]
     AND phase <> 'ended' AND ending_as IS NULL ORDER BY id`,
);

/** Whoever buys has what they bought; what was given until then ends without a word, and its rest goes behind it. */
export async function endOf(deps: Database, tx: PoolClient, given: Subscription): Promise<void> {
  const { id, stripeCustomerId: customerId, instants, paidThrough } = given;
  const saving = savingOf(deps);
  const { now } = saving;
  const asked = { ...given, endingAs: 'duplicate' as const };
  const claimed = { startedAt: instants.startedAt, paidThrough: paidThrough ?? now };
  const seen = seenOfGiven({ id, customerId, ...claimed, isEnding: true }, now);
  const decided = fold(asked, seen, { now, newId: deps.newId });
  const consequences = consequencesOf(decided, { now, reminding: deps.reminding, newId: deps.newId });
  await saveConsequences(tx, consequences, saving);
}

/** Puts what is left of what was given behind what was bought in its place. Answers how many calls to Stripe that led to. */
export async function carryBehind(
  deps: Database,
  tx: PoolClient,
  { given, bought }: { given: Subscription; bought: Subscription },
): Promise<number> {
  const saving = savingOf(deps);
  const { now } = saving;
  const decided = carryOver(given, bought, { now, newId: deps.newId, commandId: `elsewhere:${given.id}` });
  if (decided === null) return 0;
  await saveConsequences(
    tx,
    consequencesOf(decided, { now, reminding: deps.reminding, newId: deps.newId }),
    saving,
  );
  return decided.calls?.length ?? 0;
}
