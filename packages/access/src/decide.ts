import { holds, type Grant, type GrantSource, type PastGrant, type Rule } from './grant.ts';

/** A closed list: whoever shows an answer may rely on nothing else ever coming. */
export const grantedReasons = [
  'free',
  'registered',
  'subscription',
  'gift',
  'comp',
  'group',
  'institution',
  'meter',
  'gift-link',
  'goodwill',
] as const;
export type GrantedReason = (typeof grantedReasons)[number];

export const deniedReasons = [
  'not-signed-in',
  'no-plan',
  'ended',
  'payment-problem',
  'wrong-plan',
  'meter-used-up',
  'not-open-yet',
  'closed',
  'unknown',
] as const;
export type DeniedReason = (typeof deniedReasons)[number];

export type Question = {
  readonly rule: Rule;
  /** Null where the publisher has only one, or does not mind which. */
  readonly publication: string | null;
  /** All that the reader has, whether or not it has begun or is over. */
  readonly grants: readonly Grant[];
  readonly history: readonly PastGrant[];
  readonly signedIn: boolean;
  readonly now: Date;
};

export type Decision = {
  /** The first instant after `now` at which the answer may be another, if nothing else happens. */
  readonly nextChangeAt: Date | null;
} & (
  | { readonly granted: true; readonly reason: GrantedReason; readonly grant: Grant | null }
  | { readonly granted: false; readonly reason: DeniedReason; readonly grant: null }
);

/**
 * Whether a reader may read at `now`, and why.
 *
 * Any live grant of the feature opens; of several the one that lasts longest is named. Ends are
 * exclusive: at the very second of `until` the answer is no. The rule's own dates come before
 * everything else, so what has not opened yet is closed to payers as well.
 */
export function decide(question: Question): Decision {
  return { ...answer(question), nextChangeAt: nextChangeAt(question) };
}

type Answer =
  | { readonly granted: true; readonly reason: GrantedReason; readonly grant: Grant | null }
  | { readonly granted: false; readonly reason: DeniedReason; readonly grant: null };

function answer(question: Question): Answer {
  const { rule, signedIn, now } = question;
  if (rule.notBefore !== null && now < rule.notBefore) return no('not-open-yet');
  if (rule.notAfter !== null && now >= rule.notAfter) return no('closed');
  switch (rule.access) {
    case 'free':
      return yes('free', null);
    case 'registered':
      return signedIn ? yes('registered', null) : no('not-signed-in');
    case 'feature':
      // A rule that names no feature is a mistake, and a mistake opens nothing.
      return rule.feature === null ? no('unknown') : byGrants(question, rule.feature);
  }
}

function byGrants(question: Question, feature: string): Answer {
  const { grants, publication, now, signedIn } = question;
  const live = grants.filter(({ from, until }) => from <= now && now < until);
  const [longest] = live.filter((grant) => holds(grant, publication, feature)).toSorted(longestFirst);
  if (longest !== undefined) return yes(reasonOf(longest.source), longest);
  if (!signedIn) return no('not-signed-in');

  const past = latestPast(question, feature);
  if (past?.isUnpaid === true) return no('payment-problem');
  if (live.length > 0) return no('wrong-plan');
  return no(past === null ? 'no-plan' : 'ended');
}

/** What the reader last had of this feature, and has no more. */
function latestPast({ history, publication, now }: Question, feature: string): PastGrant | null {
  return history
    .filter((past) => past.until <= now && holds(past, publication, feature))
    .reduce<PastGrant | null>(
      (last, past) => (last === null || past.until >= last.until ? past : last),
      null,
    );
}

const longestFirst = (a: Grant, b: Grant): number =>
  b.until.getTime() - a.until.getTime() || (a.id < b.id ? -1 : 1);

const reasonOf = (source: GrantSource): GrantedReason => source;

const yes = (reason: GrantedReason, grant: Grant | null): Answer => ({ granted: true, reason, grant });
const no = (reason: DeniedReason): Answer => ({ granted: false, reason, grant: null });

function nextChangeAt({ rule, grants, history, now }: Question): Date | null {
  const boundaries = [
    rule.notBefore,
    rule.notAfter,
    ...grants.flatMap(({ from, until }) => [from, until]),
    ...history.map(({ until }) => until),
  ];
  return boundaries
    .filter((boundary) => boundary !== null)
    .filter((boundary) => boundary > now)
    .reduce<Date | null>((first, next) => (first === null || next < first ? next : first), null);
}
