import { looksOf, type Look, type Question } from '@gatefold/access';
import { spoken } from './spoken.ts';

/** A rule that was looked at, in words for staff. */
export type Fired = { readonly rule: string; readonly decides: boolean; readonly says: string };

/** What was looked at for a question, one after the other, up to and with what decided. */
export const firedBy = (question: Question): Fired[] =>
  looksOf(question).map((look) => ({ rule: look.rule, decides: look.decides, says: saysOf(look, question) }));

function saysOf({ rule, found, grantId }: Look, question: Question): string {
  switch (rule) {
    case 'not-before':
      return `opens at ${instantOf(question.rule.notBefore)}: ${found === 'passed' ? 'that has been' : 'not yet'}`;
    case 'not-after':
      return `closes at ${instantOf(question.rule.notAfter)}: ${found === 'passed' ? 'not yet' : 'that has been'}`;
    case 'access':
      return accessSays(found, question);
    case 'grant':
      return grantSays(found, grantId, question);
    case 'verdict':
      return `no grant opens it: ${found}`;
  }
}

const instantOf = (instant: Date | null | undefined): string => (instant ? spoken(instant) : 'no instant');

function accessSays(found: Look['found'], { rule }: Question): string {
  if (found === 'needs-feature') {
    const metered = rule.isMetered === true ? ', and some such articles a month for others' : '';
    return `for those who have ${rule.feature}${metered}`;
  }
  return found === 'unknown' ? 'the rule names no feature, which opens nothing' : `for all: ${found}`;
}

const inWords: Partial<Record<Look['found'], string>> = {
  opens: 'open, and it holds the feature',
  'opens-less-long': 'would open it too, but ends earlier',
  'not-begun': 'has not begun',
  'other-publication': 'is of another publication',
  'other-feature': 'does not hold the feature',
  over: 'is over',
};

function grantSays(found: Look['found'], id: string | null, { grants }: Question): string {
  const grant = grants.find((candidate) => candidate.id === id);
  return `${grant?.source} ${id}, until ${instantOf(grant?.until)}: ${inWords[found] ?? found}`;
}
