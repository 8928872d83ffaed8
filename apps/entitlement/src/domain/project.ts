import type { SubscriptionData } from '@gatefold/events';
import { at, earliest, latest, plus, SECOND } from '@gatefold/kernel';
import type { SubscriptionFact } from './subscription-fact.ts';

/** What a subscription gives its reader, and why it ends when it does. */
export type Holding = {
  readonly subscriptionId: string;
  readonly readerId: string;
  readonly publication: string;
  readonly bundle: string;
  readonly source: 'subscription' | 'gift';
  readonly from: Date;
  /** The first instant without access. */
  readonly until: Date;
  /** How far one who hears nothing may trust it. Exclusive. */
  readonly untilIfStale: Date;
  readonly isUnpaid: boolean;
  /** Whether somebody decided that it ends; otherwise it merely runs out if nothing more is heard. */
  readonly isClosed: boolean;
  /** The fact that it rests on. */
  readonly evidence: SubscriptionFact;
};

/**
 * What ends access, in the order in which it counts.
 *
 * `revoked`: what was paid is given back or belongs to another. `unpaid`: collecting was given up, or the
 * publisher does not let read while it goes on. `paused`: the reader is away. `leaving`: nothing will be renewed.
 */
type Closing = 'revoked' | 'unpaid' | 'paused' | 'leaving';

/**
 * What the facts of one reader's subscription, oldest first, add up to; null while nothing is settled.
 *
 * The newest fact says what is true. Older ones only tell since when it has been: collecting that was
 * given up on the 9th ends access on the 9th, also if billing says so again on the 20th.
 *
 * `handedOverAt` is when the subscription became somebody else's, if it did.
 */
export function project(facts: readonly SubscriptionFact[], handedOverAt: Date | null): Holding | null {
  const newest = facts.at(-1);
  if (newest === undefined) return null;
  const { data } = newest;
  if (data.startedAt === null || data.paidThrough === null) return null;

  const closing = handedOverAt === null ? closingOf(data) : 'revoked';
  const from = at(data.startedAt);
  const since = handedOverAt ?? sinceWhen(facts, newest);
  const until = latest(from, untilWhen(data, closing, since));
  return {
    subscriptionId: data.subscriptionId,
    readerId: data.readerId,
    publication: data.publication,
    bundle: data.bundle,
    source: data.source ?? 'subscription',
    from,
    until,
    untilIfStale: closing === null ? plus(until, data.policy.staleSeconds * SECOND) : until,
    isUnpaid: closing !== 'revoked' && isUnpaid(data),
    isClosed: closing !== null,
    evidence: newest,
  };
}

function closingOf({ phase, endReason, standing, pause, intent, policy }: SubscriptionData): Closing | null {
  if (phase === 'ended') {
    if (endReason === 'payment-failed') return 'unpaid';
    return endReason === 'cancelled' || endReason === 'expired' ? 'leaving' : 'revoked';
  }
  if (standing === 'exhausted') return 'unpaid';
  if (standing === 'collecting' && !policy.accessWhileCollecting) return 'unpaid';
  if (pause !== null) return 'paused';
  return intent === 'cancelling' ? 'leaving' : null;
}

/** When the unbroken run of facts that say the same as the newest one began. */
function sinceWhen(facts: readonly SubscriptionFact[], newest: SubscriptionFact): Date {
  const closing = closingOf(newest.data);
  const begin = facts.findLastIndex(({ data }) => closingOf(data) !== closing) + 1;
  return earliest(newest.at, ...facts.slice(begin).map((fact) => fact.at));
}

/**
 * The first instant without access.
 *
 * Renewing: what is paid for, then a window in which the renewal may settle, since nobody meets the
 * wall while a bank takes its time; while a failed charge is being collected the longer of that and the
 * dunning window, or nothing more where the publisher does not wait. Given up: then, but never before what
 * is paid for. Leaving: what is paid for, to the second. Given back: at once.
 */
function untilWhen(data: SubscriptionData, closing: Closing | null, since: Date): Date {
  const paidThrough = at(data.paidThrough!);
  switch (closing) {
    case null:
      return windowEnd(data, paidThrough);
    case 'unpaid':
      return latest(
        paidThrough,
        earliest(since, windowEnd({ ...data, standing: 'collecting' }, paidThrough)),
      );
    case 'paused':
      return data.pause === null ? paidThrough : earliest(at(data.pause.from), windowEnd(data, paidThrough));
    case 'leaving':
      return paidThrough;
    case 'revoked':
      return earliest(paidThrough, since);
  }
}

function windowEnd({ standing, policy }: SubscriptionData, paidThrough: Date): Date {
  const settled = plus(paidThrough, policy.settlementSeconds * SECOND);
  if (standing !== 'collecting') return settled;
  if (!policy.accessWhileCollecting) return paidThrough;
  return latest(settled, plus(paidThrough, policy.dunningSeconds * SECOND));
}

const isUnpaid = ({ standing, endReason }: SubscriptionData): boolean =>
  endReason === 'payment-failed' || standing === 'collecting' || standing === 'exhausted';
