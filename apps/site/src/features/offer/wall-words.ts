import type { deniedReasons } from '@gatefold/api';
import type { PlainKey, Voice } from '../../words/voice.ts';

export type DeniedReason = (typeof deniedReasons)[number];
export type Rule = 'free' | 'registered' | 'feature';

/** What would open the article. One for each wall. */
export type Action =
  | 'subscribe'
  | 'sign-in'
  | 'new-card'
  | 'account'
  | 'another-plan'
  | 'try-again'
  | 'front-page';

export type WallWords = {
  readonly kicker: string;
  /** Null where the offer's own headline says it. */
  readonly title: string | null;
  readonly says: string;
  readonly action: Action;
};

type Keys = {
  readonly kicker: PlainKey;
  readonly title: PlainKey | null;
  readonly says: PlainKey;
  readonly action: Action;
};

const sold = (says: PlainKey, kicker: PlainKey = 'wall.for-subscribers'): Keys => ({
  kicker,
  title: null,
  says,
  action: 'subscribe',
});

const words: Readonly<Record<DeniedReason, Keys>> = {
  'not-signed-in': sold('wall.not-signed-in'),
  'no-plan': sold('wall.no-plan'),
  ended: sold('wall.ended-says', 'wall.ended'),
  'meter-used-up': sold('wall.meter-says'),
  'payment-problem': {
    kicker: 'wall.payment',
    title: 'wall.payment-title',
    says: 'wall.payment-says',
    action: 'new-card',
  },
  'wrong-plan': {
    kicker: 'wall.wrong-plan',
    title: 'wall.wrong-plan-title',
    says: 'wall.wrong-plan-says',
    action: 'account',
  },
  'not-open-yet': {
    kicker: 'wall.early',
    title: 'wall.early-title',
    says: 'wall.early-says',
    action: 'front-page',
  },
  closed: {
    kicker: 'wall.closed',
    title: 'wall.closed-title',
    says: 'wall.closed-says',
    action: 'front-page',
  },
  unknown: {
    kicker: 'wall.unknown',
    title: 'wall.unknown-title',
    says: 'wall.unknown-says',
    action: 'try-again',
  },
};

/** In a house of several papers, to one who has another of them. */
const inAnotherPlan: Keys = {
  kicker: 'wall.wrong-plan',
  title: 'wall.other-plan-title',
  says: 'wall.other-plan-says',
  action: 'another-plan',
};

const toRegister: Keys = {
  kicker: 'wall.register',
  title: 'wall.register-title',
  says: 'wall.register-says',
  action: 'sign-in',
};

type Denied = {
  readonly reason: DeniedReason;
  readonly rule: Rule;
  readonly isSessionUnknown: boolean;
  /** Whether the paper is sold together with another. */
  readonly isSoldTogether: boolean;
};

/** Why the wall is there, and the one thing that opens it. */
export function wallWords(denied: Denied, { say }: Voice): WallWords {
  const { kicker, title, says, action } = keysFor(denied);
  return { kicker: say(kicker), title: title === null ? null : say(title), says: say(says), action };
}

function keysFor({ reason, rule, isSessionUnknown, isSoldTogether }: Denied): Keys {
  if (isSessionUnknown) return words.unknown;
  if (reason === 'wrong-plan' && isSoldTogether) return inAnotherPlan;
  if (reason === 'not-signed-in' && rule === 'registered') return toRegister;
  return words[reason];
}
