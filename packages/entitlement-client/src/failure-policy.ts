import { grantSources } from '@gatefold/access';
import { mayOpen, type KnownReader } from './last-known.ts';
import type { AccessAnswer, AccessQuestion } from './question.ts';

/**
 * What to answer while entitlement does not.
 *
 * | who asks | `open-for-known-payers` | `closed` |
 * |---|---|---|
 * | anyone, for what is free by the caller's own rule | granted `free` | granted `free` |
 * | a signed-in reader, for what is open to the registered | granted `registered` | granted `registered` |
 * | a visitor without sign-in | denied `not-signed-in` | denied `not-signed-in` |
 * | a reader last known to have it, before `untilIfStale` | granted, with the reason last heard | denied `unknown` |
 * | the same, from `untilIfStale` on | denied `unknown` | denied `unknown` |
 * | a reader last known to have something else | denied `unknown` | denied `unknown` |
 * | a reader last known to have nothing, or to have lost it | denied `unknown` | denied `unknown` |
 * | a reader of whom nothing was heard | denied `unknown` | denied `unknown` |
 *
 * For reading only. Money, sign-in and staff are never let through because somebody did not answer.
 */
export type FailurePolicy = 'open-for-known-payers' | 'closed';

type Silence = {
  readonly question: AccessQuestion;
  readonly known: KnownReader | undefined;
  readonly policy: FailurePolicy;
  /** Business time. */
  readonly now: Date;
};

export function whileSilent({ question, known, policy, now }: Silence): AccessAnswer {
  const version = known?.version ?? 0;
  const byRule = decidedByRule(question);
  if (byRule !== null) return { ...byRule, grant: null, version, decidedBy: 'policy' };

  const grant = known?.grants.find(
    (candidate) => mayOpen(candidate, question) && now < new Date(candidate.untilIfStale),
  );
  if (policy === 'closed' || grant === undefined)
    return { granted: false, reason: 'unknown', grant: null, version, decidedBy: 'policy' };
  const source = grantSources.find((candidate) => candidate === grant.source) ?? 'subscription';
  return { granted: true, reason: source, grant, version, decidedBy: 'policy' };
}

/** What needs no grant to be decided. */
function decidedByRule({ rule, reader }: AccessQuestion): Pick<AccessAnswer, 'granted' | 'reason'> | null {
  if (rule?.access === 'free') return { granted: true, reason: 'free' };
  if (reader === undefined || reader === null) return { granted: false, reason: 'not-signed-in' };
  return rule?.access === 'registered' ? { granted: true, reason: 'registered' } : null;
}
