import { holds } from '@gatefold/access';
import { MINUTE, HOUR, plus } from '@gatefold/kernel';
import type { AccessRule } from './article.ts';

/**
 * What this house signed for one reader, to be believed when nobody can be asked.
 *
 * `grant`: what entitlement said of them, as far as it may be trusted. `courtesy`: Stripe said a moment ago that they
 * have paid, and the news of it may still be on its way.
 */
export type Pass = {
  readonly kind: 'grant' | 'courtesy';
  readonly readerId: string;
  readonly publication: string;
  /** Null for all that the publication has. */
  readonly features: readonly string[] | null;
  readonly source: string;
  /** Of the reader's set, when it was signed. */
  readonly version: number;
  /** Business time, exclusive. */
  readonly until: Date;
};

/** How long each is believed, in machine time, whatever it says itself. */
export const BELIEVED = { grant: 24 * HOUR, courtesy: 15 * MINUTE } as const;
/** A younger one that says the same is not signed again. */
export const RENEWED_AFTER = HOUR;

export const courtesyOf = (readerId: string, publication: string, now: Date): Pass => ({
  kind: 'courtesy',
  readerId,
  publication,
  features: null,
  source: 'subscription',
  version: 0,
  until: plus(now, BELIEVED.courtesy),
});

type Denied = {
  readonly reader: string | null;
  readonly publication: string;
  readonly rule: AccessRule;
  readonly reason: string;
  /** Whether nobody answered, so that a policy said no. */
  readonly isSilent: boolean;
  /** Of the reader's set, as far as was heard here; 0 where nothing was. */
  readonly version: number;
  readonly now: Date;
};

/** The noes that may be old news for one who has paid a moment ago. */
const overtaken = ['no-plan', 'ended', 'payment-problem', 'unknown'];

/**
 * Whether a pass opens what was denied.
 *
 * A grant's counts in silence only, and not against newer news of the same reader. An article's own dates are
 * nobody's to pass by.
 */
export function passOpens(pass: Pass, denied: Denied): boolean {
  if (!isFor(pass, denied) || !overtaken.includes(denied.reason)) return false;
  return pass.kind === 'courtesy' || (denied.isSilent && pass.version >= denied.version);
}

const isFor = ({ readerId, publication, until, features }: Pass, { rule, now, ...asked }: Denied): boolean =>
  readerId === asked.reader &&
  now < until &&
  rule.access === 'feature' &&
  (features === null
    ? publication === asked.publication
    : holds({ publication, features }, asked.publication, rule.feature ?? ''));
