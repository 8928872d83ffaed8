import { money } from '@gatefold/kernel';
import type { Offer } from './domain/offer.ts';

const everyFourWeeks = { unit: 'week', count: 4 } as const;
const HOURS = 60 * 60;
const DAYS = 24 * HOURS;

/**
 * What the paper sells. Each version is kept for ever as it was first put on sale: to change anything,
 * add a version.
 */
export const catalogue: readonly Offer[] = [
  {
    key: 'digital',
    version: 1,
    publication: 'meridian',
    bundle: 'all-access',
    product: 'digital',
    name: 'The Meridian, digital',
    phases: [
      { key: 'intro', charges: 1, interval: everyFourWeeks, amount: money(100n, 'USD') },
      { key: 'year_one', charges: 13, interval: everyFourWeeks, amount: money(900n, 'USD') },
      { key: 'standard', charges: null, interval: everyFourWeeks, amount: money(1500n, 'USD') },
    ],
    policy: {
      settlementSeconds: 72 * HOURS,
      accessWhileCollecting: true,
      dunningSeconds: 14 * DAYS,
      staleSeconds: 72 * HOURS,
    },
    consent: {
      version: 'digital-v1-2026-01',
      text:
        'You pay $1 today for four weeks. If you do not cancel before they end, your card is charged $9 every ' +
        'four weeks for a year (13 payments), and after that $15 every four weeks until you cancel. You can ' +
        'cancel at any time in your account, and read to the end of what you have paid for.',
    },
    benefits: [
      'Unlimited access to all reporting, investigations and analysis',
      'The Daily Update, an e-mail newsletter',
      'The searchable archive',
      'Photo galleries',
      'Special columns',
      'Contact reporters with tips or requests for reporting',
      'All major cards',
      'No commitments: cancel any time',
    ],
  },
];
