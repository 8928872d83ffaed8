import { DAY } from '@gatefold/kernel';

/** That somebody who is signed in was given the whole of an article. */
export type Read = { readonly readerId: string; readonly articleId: string; readonly at: Date };

/** How long a read is kept: a year that was charged at once, and the 180 days in which that may be disputed. */
export const READS_KEPT = 545 * DAY;

/** The day of UTC on which something was read: an article counts once on each. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
