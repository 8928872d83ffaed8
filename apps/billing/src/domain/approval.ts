import type { Money } from '@gatefold/kernel';
import type { RefundReason } from './change.ts';
import { refuse } from './refusals.ts';
import { goneOf, type Charge } from './subscription.ts';

type Asked = {
  readonly id: string;
  /** The charge, the gift or the subscription that it is about, as `kind` says. */
  readonly subjectId: string;
  readonly amount: Money;
  readonly state: 'waiting' | 'approved' | 'rejected';
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly note: string | null;
};

/** Wanted by one person, to be approved by another. Why a subscription is credited or ended is in their own words. */
export type ApprovalRequest = Asked &
  (
    | { readonly kind: 'refund' | 'gift-refund'; readonly reason: RefundReason }
    | { readonly kind: 'credit'; readonly reason: string }
    | { readonly kind: 'cancel-now'; readonly reason: string; readonly quotedAt: Date }
  );

/** What has become of what was approved. `missing` is what nothing was done about: approving again does it. */
export type Outcome = 'on-its-way' | 'done' | 'failed' | 'missing';

/** Whether anything was done about it, be it with an outcome that nobody knows yet. */
export const hasBegun = ({ outcome }: { readonly outcome: Outcome | null }): boolean =>
  outcome !== null && outcome !== 'missing';

type Alone = {
  readonly amount: Money;
  /** In minor units of whatever currency; null for none. */
  readonly limit: bigint | null;
};

/**
 * Refuses with `refund-needs-approval` what one person may not give back alone.
 *
 * All that goes back of one payment counts together, or a large sum would go in small ones.
 */
export const checkAlone = (charge: Charge, alone: Alone): void => checkSum(goneOf(charge), alone);

/** Whether `checkAlone` lets it pass. */
export const mayAlone = (charge: Charge, alone: Alone): boolean => isWithin(goneOf(charge), alone);

/**
 * Refuses with `refund-needs-approval` what one person may not give as a credit alone. What they have given the
 * reader alone in the last day counts together.
 */
export const checkCreditAlone = ({ given, ...alone }: Alone & { given: bigint }): void =>
  checkSum(given, alone);

const isWithin = (before: bigint, { amount, limit }: Alone): boolean =>
  limit === null || before + amount.amount <= limit;

function checkSum(before: bigint, alone: Alone): void {
  if (isWithin(before, alone)) return;
  const { amount, limit } = alone;
  throw refuse('refund-needs-approval', { limit: String(limit), currency: amount.currency });
}

/** Whoever has been given another role since is the same person: `finance:<id>`, `admin:<id>`. */
const personIn = (actor: string): string => actor.slice(actor.indexOf(':') + 1);

type Verdict = { verdict: 'approved' | 'rejected'; by: string; note: string | null; at: Date };

/**
 * What becomes of a request when somebody decides on it.
 *
 * Nobody approves what they have asked for; anybody may reject it, who asked as well. What was approved may be
 * rejected for as long as nothing was done about it. Said again, the same word changes nothing.
 */
export function decideOn(
  request: ApprovalRequest & { readonly outcome: Outcome | null },
  { verdict, by, note, at }: Verdict,
): ApprovalRequest {
  if (request.state === verdict) return request;
  const isOpen = request.state === 'waiting' || (request.state === 'approved' && !hasBegun(request));
  if (!isOpen) throw refuse('request-decided', { state: request.state });
  if (verdict === 'approved' && personIn(by) === personIn(request.askedBy))
    throw refuse('second-person-required');
  return { ...request, state: verdict, decidedBy: by, decidedAt: at, note };
}

/** Refuses with `request-decided` unless it stands approved: what was rejected since is not carried out. */
export function checkApproved({ state }: Pick<ApprovalRequest, 'state'>): void {
  if (state !== 'approved') throw refuse('request-decided', { state });
}

const APPROVED = 'approved:';

/** Under which key what was approved is done, once. */
export const approvedKey = (id: string): string => `${APPROVED}${id}`;

export const isApprovedKey = (key: string): boolean => key.startsWith(APPROVED);
