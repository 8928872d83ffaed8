import type { deniedReasons } from '@gatefold/api';

export type DeniedReason = (typeof deniedReasons)[number];
export type Rule = 'free' | 'registered' | 'feature';

/** What would open the article. One for each wall. */
export type Action = 'subscribe' | 'sign-in' | 'new-card' | 'account' | 'try-again' | 'front-page';

export type WallWords = {
  readonly kicker: string;
  /** Null where the offer's own headline says it. */
  readonly title: string | null;
  readonly says: string;
  readonly action: Action;
};

const forSubscribers = 'For subscribers';

const words: Readonly<Record<DeniedReason, WallWords>> = {
  'not-signed-in': {
    kicker: forSubscribers,
    title: null,
    says: 'You have read the beginning. The rest of this article is for subscribers.',
    action: 'subscribe',
  },
  'no-plan': {
    kicker: forSubscribers,
    title: null,
    says: 'You are signed in and have no subscription yet. The rest of this article is for subscribers.',
    action: 'subscribe',
  },
  ended: {
    kicker: 'Your subscription has ended',
    title: null,
    says: 'What you had paid for is over, and nothing more is charged. You can come back at any time.',
    action: 'subscribe',
  },
  'payment-problem': {
    kicker: 'Payment problem',
    title: 'Your last payment did not go through',
    says: 'We tried your card several times without success. Give us another one: the payment is tried again at once, and the article opens.',
    action: 'new-card',
  },
  'wrong-plan': {
    kicker: 'Not in your plan',
    title: 'Your plan does not include this',
    says: 'Your subscription is in order, but this part of the paper is not in it.',
    action: 'account',
  },
  'meter-used-up': {
    kicker: forSubscribers,
    title: null,
    says: 'You have read your free articles of this month. The rest of this one is for subscribers.',
    action: 'subscribe',
  },
  'not-open-yet': {
    kicker: 'Not open yet',
    title: 'This opens a little later',
    says: 'It is published, and not yet open to you. Please come back later.',
    action: 'front-page',
  },
  closed: {
    kicker: 'Closed',
    title: 'This is no longer open',
    says: 'The time in which it could be read is over.',
    action: 'front-page',
  },
  unknown: {
    kicker: 'One moment',
    title: 'We cannot see your subscription just now',
    says: 'Nothing has changed about it, and nothing is lost. Please try again in a minute.',
    action: 'try-again',
  },
};

const toRegister: WallWords = {
  kicker: 'Free for registered readers',
  title: 'Read on with your e-mail address',
  says: 'This article costs nothing. We mail you a link, and you read on where you are.',
  action: 'sign-in',
};

/** Why the wall is there, and the one thing that opens it. */
export function wallWords(reason: DeniedReason, rule: Rule, isSessionUnknown: boolean): WallWords {
  if (isSessionUnknown) return words.unknown;
  if (reason === 'not-signed-in' && rule === 'registered') return toRegister;
  return words[reason];
}
