import { money } from '@gatefold/kernel';
import type { Offer } from './domain/offer.ts';

const everyFourWeeks = { unit: 'week', count: 4 } as const;
const HOURS = 60 * 60;
const DAYS = 24 * HOURS;

const policy = {
  settlementSeconds: 72 * HOURS,
  accessWhileCollecting: true,
  dunningSeconds: 14 * DAYS,
  staleSeconds: 72 * HOURS,
} as const;

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
    policy,
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
  {
    key: 'digital-yearly',
    version: 1,
    publication: 'meridian',
    bundle: 'all-access',
    product: 'digital',
    name: 'The Meridian, digital by the year',
    phases: [
      { key: 'standard', charges: null, interval: { unit: 'year', count: 1 }, amount: money(18_000n, 'USD') },
    ],
    policy,
    consent: {
      version: 'digital-yearly-v1-2026-03',
      text:
        'You pay $180 today for a year, and $180 every year after that until you cancel. You can cancel at any ' +
        'time in your account, and read to the end of what you have paid for.',
    },
    benefits: ['Everything of the digital subscription', 'One payment a year', 'Cancel any time'],
  },
  {
    key: 'reading',
    version: 1,
    publication: 'meridian',
    bundle: 'reading',
    product: 'digital',
    name: 'The Meridian, reading',
    phases: [
      { key: 'intro', charges: 1, interval: everyFourWeeks, amount: money(100n, 'USD') },
      { key: 'year_one', charges: 13, interval: everyFourWeeks, amount: money(600n, 'USD') },
      { key: 'standard', charges: null, interval: everyFourWeeks, amount: money(1000n, 'USD') },
    ],
    policy,
    consent: {
      version: 'reading-v1-2026-03',
      text:
        'You pay $1 today for four weeks. If you do not cancel before they end, your card is charged $6 every ' +
        'four weeks for a year (13 payments), and after that $10 every four weeks until you cancel. You can ' +
        'cancel at any time in your account, and read to the end of what you have paid for.',
    },
    benefits: [
      'Unlimited access to all reporting, investigations and analysis',
      'The Daily Update, an e-mail newsletter',
      'No commitments: cancel any time',
    ],
  },
  {
    key: 'digital-return',
    version: 1,
    publication: 'meridian',
    bundle: 'all-access',
    product: 'digital',
    name: 'The Meridian, digital: welcome back',
    phases: [
      { key: 'return', charges: 3, interval: everyFourWeeks, amount: money(900n, 'USD') },
      { key: 'standard', charges: null, interval: everyFourWeeks, amount: money(1500n, 'USD') },
    ],
    policy,
    consent: {
      version: 'digital-return-v1-2026-03',
      text:
        'You pay $9 today and every four weeks, three times in all, and after that $15 every four weeks until you ' +
        'cancel. You can cancel at any time in your account, and read to the end of what you have paid for.',
    },
    benefits: ['Everything of the digital subscription', 'No commitments: cancel any time'],
    audience: 'returning',
  },
  {
    key: 'digital-straight',
    version: 1,
    publication: 'meridian',
    bundle: 'all-access',
    product: 'digital',
    name: 'The Meridian, digital: without an introduction',
    phases: [
      { key: 'year_one', charges: 11, interval: everyFourWeeks, amount: money(900n, 'USD') },
      { key: 'standard', charges: null, interval: everyFourWeeks, amount: money(1500n, 'USD') },
    ],
    policy,
    consent: {
      version: 'digital-straight-v1-2026-03',
      text:
        'You pay $9 today and every four weeks, 11 times in all, and after that $15 every four weeks until you ' +
        'cancel. You can cancel at any time in your account, and read to the end of what you have paid for.',
    },
    benefits: ['Everything of the digital subscription', 'No commitments: cancel any time'],
  },
];
