import { DAY, HOUR, money, SECOND } from '@gatefold/kernel';
import type { GiftOffer } from './domain/gift.ts';

const policy = {
  settlementSeconds: (72 * HOUR) / SECOND,
  accessWhileCollecting: true,
  dunningSeconds: (14 * DAY) / SECOND,
  staleSeconds: (72 * HOUR) / SECOND,
} as const;

/** What can be given. Each gift keeps the terms under which it was bought: a change concerns later ones only. */
export const gifts: readonly GiftOffer[] = [
  {
    key: 'gift-year',
    version: 1,
    publication: 'meridian',
    bundle: 'all-access',
    product: 'digital',
    name: 'The Meridian, a year as a gift',
    amount: money(15_000n, 'USD'),
    length: { unit: 'year', count: 1 },
    policy,
    text: 'You pay $150 once. It is a year of The Meridian for somebody else, and it never renews.',
    expiry: { afterDays: 1_826, then: 'refund' },
    takeBackDays: 14,
    noticeDays: 7,
  },
  {
    key: 'gift-quarter',
    version: 1,
    publication: 'meridian',
    bundle: 'all-access',
    product: 'digital',
    name: 'The Meridian, three months as a gift',
    amount: money(4_000n, 'USD'),
    length: { unit: 'month', count: 3 },
    policy,
    text: 'You pay $40 once. It is three months of The Meridian for somebody else, and they never renew.',
    expiry: { afterDays: 1_826, then: 'refund' },
    takeBackDays: 14,
    noticeDays: 7,
  },
];
