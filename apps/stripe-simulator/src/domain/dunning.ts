import { day } from './wire.ts';

/** What the account does when a renewal cannot be paid: a setting of Stripe's Dashboard. */
export type Dunning = {
  /** Days after the first failure on which the card is tried again. */
  readonly retryDays: readonly number[];
  readonly endAction: 'cancel' | 'leave' | 'unpaid';
  /** What a disputed payment does to its subscription; nothing when unset. */
  readonly whenDisputed?: 'cancel' | 'cancel_at_period_end' | 'leave' | undefined;
};

export const defaultDunning: Dunning = { retryDays: [3, 5, 7], endAction: 'leave', whenDisputed: 'leave' };

/** The next automatic attempt after `attempts` of them failed, the first at `since`; null when none is left. */
export function nextAttempt({ retryDays }: Dunning, since: number, attempts: number): number | null {
  const days = retryDays[attempts - 1];
  return days === undefined ? null : since + days * day;
}
