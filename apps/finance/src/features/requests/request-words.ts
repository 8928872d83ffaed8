import type { MoneyJson } from '@gatefold/kernel';
import type { Tone } from '../../words/event-types.ts';
import { isRefundReason, refundReasons } from '../../words/refund-reasons.ts';

export type Request = {
  readonly id: string;
  readonly kind: 'refund' | 'gift-refund' | 'credit' | 'cancel-now';
  readonly subjectId: string;
  readonly readerId: string;
  readonly subscriptionId: string | null;
  readonly amount: MoneyJson;
  readonly reason: string;
  readonly state: 'waiting' | 'approved' | 'rejected';
  readonly askedBy: string;
  readonly askedAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly note: string | null;
  /** Of an ending: for which instant its sum was quoted. */
  readonly quotedAt: string | null;
  readonly outcome: 'on-its-way' | 'done' | 'failed' | 'missing' | null;
  readonly obstacle: string | null;
};

export const kindWords = {
  refund: 'Refund',
  'gift-refund': 'Refund of a gift',
  credit: 'Credit',
  'cancel-now': 'End at once, with a refund',
} as const;

/** Those of refunds are known; others were said in somebody's own words. */
export const reasonWords = ({ kind, reason }: Pick<Request, 'kind' | 'reason'>): string =>
  (kind === 'refund' || kind === 'gift-refund') && isRefundReason(reason) ? refundReasons[reason] : reason;

const outcomes = {
  'on-its-way': { words: 'approved: on its way', tone: 'plain' },
  failed: { words: 'approved, but Stripe refused it', tone: 'bad' },
  missing: { words: 'approved, but nothing was done', tone: 'bad' },
} as const;

const doneWords = {
  ...{ refund: 'given back', 'gift-refund': 'given back', credit: 'given' },
  'cancel-now': 'ended and given back',
} as const;

/** Where it stands; of what was approved, what has come of it. */
export function stateOf({ kind, state, outcome }: Pick<Request, 'kind' | 'state' | 'outcome'>): {
  words: string;
  tone: Tone;
} {
  if (state === 'waiting') return { words: 'waiting', tone: 'warn' };
  if (state === 'rejected') return { words: 'declined', tone: 'plain' };
  if (outcome === 'done' || outcome === null) return { words: `approved: ${doneWords[kind]}`, tone: 'ok' };
  return outcomes[outcome];
}

/** What another person was quicker to do, or what has happened since it was asked for. */
const inTheWay: Readonly<Record<string, string>> = {
  'request-decided': 'Somebody has decided on it already',
  'second-person-required': 'You have asked for it yourself: somebody else must approve it',
  'gift-taken': 'The gift was taken in the meantime: nothing was given back',
  'gift-not-found': 'The gift is over: nothing was given back',
  'refund-exceeds-payment': 'So much is not left of the payment: nothing was given back',
  'charge-not-paid': 'Nothing is left of the payment: nothing was given back',
  'subscription-ended': 'The subscription has ended in the meantime: nothing was given',
  'quote-outdated': 'Another period runs by now, or money went back meanwhile: nothing was ended',
  'cancels-at-end': 'By the terms that are now in force it ends with what is paid for: nothing was ended',
};

/** Why it was not decided so, or cannot be carried out; null for what these pages know nothing of. */
export const inTheWayWords = (code: string): string | null => inTheWay[code] ?? null;
