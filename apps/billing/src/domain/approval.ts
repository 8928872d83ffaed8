import type { Money } from '@gatefold/kernel';
import type { RefundReason } from './change.ts';
import { refuse } from './refusals.ts';
import { refundedOf, type Charge } from './subscription.ts';

/** Wanted by one person, to be approved by another. */
export type RefundRequest = {
  readonly id: string;
  readonly chargeId: string;
  readonly amount: Money;
  readonly reason: RefundReason;
  readonly state: 'waiting' | 'approved' | 'rejected';
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly note: string | null;
};

/**
 * Refuses with `refund-needs-approval` what one person may not give back alone.
 *
 * All that goes back of one payment counts together, or a large sum would go in small ones. `limit` is in
 * minor units of whatever currency; null for none.
 */
export function checkAlone(
  charge: Charge,
  { amount, reserved, limit }: { amount: Money; reserved: bigint; limit: bigint | null },
): void {
  if (limit === null || refundedOf(charge) + reserved + amount.amount <= limit) return;
  throw refuse('refund-needs-approval', { limit: limit.toString(), currency: amount.currency });
}

/**
 * What becomes of a request when somebody decides on it.
 *
 * Nobody approves what they have asked for; anybody may reject it, who asked as well. Said again, the same
 * word changes nothing.
 */
export function decideOn(
  request: RefundRequest,
  { verdict, by, note, at }: { verdict: 'approved' | 'rejected'; by: string; note: string | null; at: Date },
): RefundRequest {
  if (request.state === verdict) return request;
  if (request.state !== 'waiting') throw refuse('request-decided', { state: request.state });
  if (verdict === 'approved' && by === request.askedBy) throw refuse('second-person-required');
  return { ...request, state: verdict, decidedBy: by, decidedAt: at, note };
}
