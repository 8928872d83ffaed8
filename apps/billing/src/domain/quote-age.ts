import { MINUTE, plus, SECOND } from '@gatefold/kernel';

/** For how long a quote may be accepted. */
const QUOTE_LASTS = 15 * MINUTE;

/** By how much the clocks of two machines, ours or Stripe's, may differ with nobody being wrong. */
export const CLOCKS_APART = 10 * SECOND;

/** Whether a quote of the instant `at` may be accepted now; whoever made it may have a clock that is ahead of ours. */
export const isQuoteCurrent = (at: Date, now: Date): boolean =>
  at <= plus(now, CLOCKS_APART) && now < plus(at, QUOTE_LASTS);
