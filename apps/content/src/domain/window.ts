import type { AccessRule } from './article.ts';

/**
 * Why nobody may read at `now`, or null when the rule's own dates let people in.
 *
 * The same bounds that entitlement decides by, for the moments in which it does not answer:
 * `notAfter` is the first instant that is closed.
 */
export function closedBy({ notBefore, notAfter }: AccessRule, now: Date): 'not-open-yet' | 'closed' | null {
  if (notBefore !== null && now < notBefore) return 'not-open-yet';
  return notAfter !== null && now >= notAfter ? 'closed' : null;
}
