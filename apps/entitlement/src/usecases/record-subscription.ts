import type { BusinessClock } from '@gatefold/kernel';
import { giveBack, lockoutOf, type Lockout } from '../domain/goodwill.ts';
import type { Holding } from '../domain/project.ts';
import { hold, type ReaderSet } from '../domain/reader-set.ts';
import { holdSeat } from '../domain/seats.ts';
import { inOrder, type SubscriptionFact } from '../domain/subscription-fact.ts';
import { holdingsOf } from '../domain/timeline.ts';
import type { Followed, SoldGroups } from './group-ports.ts';
import type { GoodwillLedger, ReaderSets, SetsAtHand, Work } from './ports.ts';

type Deps<Tx> = {
  readerSets: ReaderSets<Tx>;
  goodwill: GoodwillLedger<Tx>;
  groups: SoldGroups<Tx>;
  clock: BusinessClock;
};

/** A fact, and the trace that it came in. */
export type Heard = { readonly fact: SubscriptionFact; readonly traceparent: string | null };

/** Takes in facts of billing's in the transaction of `tx`, one after the other, each whichever its place among the others. */
export const recordSubscriptions =
  <Tx>({ readerSets, ...deps }: Deps<Tx>) =>
  (heard: readonly Heard[], tx: Tx): Promise<void> =>
    readerSets.keep(
      heard.map(({ fact }) => fact),
      tx,
      async (atHand) => {
        for (const { fact, traceparent } of heard)
          await recordOne({ ...deps, atHand }, fact, { tx, traceparent });
      },
    );

/**
 * All readers whom the subscription ever concerned are looked at again, so that a transfer opens for
 * one and closes for the other. In the order of their ids, so that two transfers never wait for each other.
 * Where the news ends a lockout, the time is given back with it. The members of a group follow its subscription.
 */
async function recordOne<Tx>(
  { atHand, goodwill, groups, clock }: Omit<Deps<Tx>, 'readerSets'> & { atHand: SetsAtHand<Tx> },
  fact: SubscriptionFact,
  work: Work<Tx>,
): Promise<void> {
  const facts = atHand.upTo(fact);
  const holdings = holdingsOf(facts);
  const seats = await seatsOf(facts, holdings, (holding, count) => groups.follow(holding, count, work.tx));
  const last = inOrder(facts.filter(({ eventId }) => eventId !== fact.eventId)).at(-1);
  const concerned = new Set(facts.map(({ data }) => data.readerId));
  for (const readerId of [...new Set([...concerned, ...seats.keys()])].toSorted()) {
    const seat = seats.get(readerId);
    if (seat !== undefined) await atHand.change(readerId, seat, work);
    if (!concerned.has(readerId)) continue;
    const holding = holdings.find((candidate) => candidate.readerId === readerId) ?? null;
    const news = { subscriptionId: fact.data.subscriptionId, holding, last, now: clock.now() };
    let lockout: Lockout | null = null;
    await atHand.change(
      readerId,
      (set) => {
        const changed = changedBy(news, set);
        lockout = changed.lockout;
        return changed.set;
      },
      work,
    );
    if (lockout !== null) await goodwill.keep(lockout, work.tx);
  }
}

type Follow = (holding: Holding, seats: number) => Promise<Followed>;
type Redone = (set: ReaderSet) => ReaderSet;

/** What the newest fact makes of the seats that it pays for, by reader; none for a subscription without. */
async function seatsOf(
  facts: readonly SubscriptionFact[],
  holdings: readonly Holding[],
  follow: Follow,
): Promise<ReadonlyMap<string, Redone>> {
  const newest = inOrder(facts).at(-1);
  const holding = holdings.find(({ readerId }) => readerId === newest?.data.readerId);
  if (newest?.data.seats === undefined || holding === undefined) return new Map();
  const { group, members } = await follow(holding, newest.data.seats);
  return new Map<string, Redone>(
    members.map((member) => [member.readerId, (set) => holdSeat(set, group, member)]),
  );
}

type News = {
  subscriptionId: string;
  holding: Holding | null;
  /** The newest fact of it that was known before. */
  last: SubscriptionFact | undefined;
  now: Date;
};

function changedBy(
  { subscriptionId, holding, last, now }: News,
  set: ReaderSet,
): { set: ReaderSet; lockout: Lockout | null } {
  const held = set.grants.find(({ id }) => id === subscriptionId);
  const lockout = lockoutOf({ held, last }, holding, now);
  const changed = hold(set, subscriptionId, holding);
  if (lockout === null || holding === null) return { set: changed, lockout: null };
  return { set: giveBack(changed, holding, lockout.minutes), lockout };
}
