import { decide, type DeniedReason, type GrantedReason, type Question } from './decide.ts';
import { holds, type Grant } from './grant.ts';

/** One thing that a decision looks at, and what came of it. */
export type Look = {
  readonly rule: 'not-before' | 'not-after' | 'access' | 'grant' | 'verdict';
  /** Whose grant it is, where it is one. */
  readonly grantId: string | null;
  readonly found:
    | 'passed'
    | 'needs-feature'
    | 'opens'
    | 'opens-less-long'
    | 'not-begun'
    | 'other-publication'
    | 'other-feature'
    | 'over'
    | GrantedReason
    | DeniedReason;
  /** Exactly one does. */
  readonly decides: boolean;
};

/**
 * What `decide` looked at for this question, in its order, up to and with what decided.
 *
 * For people who want to know why. What decided is taken from `decide` itself, so that the two cannot differ.
 */
export function looksOf(question: Question): Look[] {
  const { rule } = question;
  const { reason, grant } = decide(question);
  const looks: Look[] = [];
  if (rule.notBefore !== null) {
    if (reason === 'not-open-yet') return [aLook('not-before', reason, { decides: true })];
    looks.push(aLook('not-before', 'passed'));
  }
  if (rule.notAfter !== null) {
    if (reason === 'closed') return [...looks, aLook('not-after', reason, { decides: true })];
    looks.push(aLook('not-after', 'passed'));
  }
  if (rule.access !== 'feature' || rule.feature === null)
    return [...looks, aLook('access', reason, { decides: true })];
  const feature = rule.feature;
  const others = question.grants
    .filter(({ id }) => id !== grant?.id)
    .map((other) => aLook('grant', foundIn(other, question, feature), { grantId: other.id }));
  const last =
    grant === null
      ? aLook('verdict', reason, { decides: true })
      : aLook('grant', 'opens', { grantId: grant.id, decides: true });
  return [...looks, aLook('access', 'needs-feature'), ...others, last];
}

const aLook = (
  rule: Look['rule'],
  found: Look['found'],
  more: Partial<Pick<Look, 'grantId' | 'decides'>> = {},
): Look => ({ rule, found, grantId: null, decides: false, ...more });

function foundIn(grant: Grant, question: Question, feature: string): Look['found'] {
  const { now, publication } = question;
  if (grant.until <= now) return 'over';
  if (now < grant.from) return 'not-begun';
  if (holds(grant, publication, feature)) return 'opens-less-long';
  return publication !== null && grant.publication !== publication ? 'other-publication' : 'other-feature';
}
