import { MINUTE } from '@gatefold/kernel';

/**
 * What has happened at Stripe this long before a look, by Stripe's own clock, is known from it: news of it tells nothing
 * more, however late it comes. Its lists may lag by moments, and it tells its time in whole seconds.
 */
export const LISTED_WITHIN_MS = 5 * MINUTE;
