import type { MoneyJson } from '@gatefold/kernel';
import type { Tone } from '../../words/event-types.ts';
import { isRefundReason, refundReasons } from '../../words/refund-reasons.ts';

export type Request = {
  readonly id: string;
  readonly kind: 'refund' | 'gift-refund' | 'credit';
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
  readonly outcome: 'on-its-way' | 'done' | 'failed' | 'missing' | null;
};

export const kindWords = {
  refund: 'Refund',
  'gift-refund': 'Refund of a gift',
  credit: 'Credit',
} as const;

/** Those of refunds are known; why a credit is wanted was said in somebody's own words. */
export const reasonWords = ({ kind, reason }: Pick<Request, 'kind' | 'reason'>): string =>
  kind !== 'credit' && isRefundReason(reason) ? refundReasons[reason] : reason;

const outcomes = {
  'on-its-way': { words: 'approved: on its way', tone: 'plain' },
  failed: { words: 'approved, but Stripe refused it', tone: 'bad' },
  missing: { words: 'approved, but nothing was done', tone: 'bad' },
} as const;

/** Where it stands; of what was approved, what has come of it. */
export function stateOf({ kind, state, outcome }: Pick<Request, 'kind' | 'state' | 'outcome'>): {
  words: string;
  tone: Tone;
} {
  if (state === 'waiting') return { words: 'waiting', tone: 'warn' };
  if (state === 'rejected') return { words: 'declined', tone: 'plain' };
  if (outcome === 'done' || outcome === null)
    return { words: kind === 'credit' ? 'approved: given' : 'approved: given back', tone: 'ok' };
  return outcomes[outcome];
}
