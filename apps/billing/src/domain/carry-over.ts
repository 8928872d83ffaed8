import { DAY, Refusal } from '@gatefold/kernel';
import { giveNext } from './comp.ts';
import type { Decided } from './consequences.ts';
import { IMPORTED } from './price-path.ts';
import { refuse } from './refusals.ts';
import type { Given } from './steer.ts';
import type { Subscription } from './subscription.ts';

/**
 * What becomes of time that was paid for elsewhere when its subscription gives way to another of the same reader: the
 * next charge of that one comes as many days later. Null where nothing of it is left.
 *
 * One that cannot be moved now, since it is cancelled, rests or owes something, stays as it is, and a case names the days.
 */
export function carryOver(from: Subscription, to: Subscription, given: Given): Decided | null {
  const days = daysPaidElsewhere(from, given.now);
  if (days === 0) return null;
  try {
    if (to.paidThrough === null) throw refuse('charge-not-paid');
    return giveNext(to, { after: to.paidThrough, interval: { unit: 'day', count: days } }, given);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const facts = { days: String(days), subscriptionId: to.id, because: error.code };
    return { next: to, changes: [], cases: [{ kind: 'paid-elsewhere', subject: from.id, facts }] };
  }
}

/** Days of 24 hours that are still to come of it at `now`; one that has begun counts. */
function daysPaidElsewhere({ charges }: Subscription, now: Date): number {
  const paid = charges.find(({ phase, status }) => phase === IMPORTED && status === 'paid');
  const left = paid === undefined ? 0 : paid.period.until.getTime() - now.getTime();
  return Math.max(0, Math.ceil(left / DAY));
}
