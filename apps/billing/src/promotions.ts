import { at, money } from '@gatefold/kernel';
import type { Promotion } from './domain/promotion.ts';

/** Codes that the paper has given out. Each stays as it is while anybody may still use it. */
export const promotions: readonly Promotion[] = [
  {
    code: 'HARBOUR',
    offer: 'digital',
    version: 1,
    phase: 'year_one',
    amount: money(700n, 'USD'),
    cap: 500,
    endsAt: at('2036-01-01T00:00:00Z'),
    consent: {
      version: 'digital-v1-harbour-2026-03',
      text:
        'You pay $1 today for four weeks. If you do not cancel before they end, your card is charged $7 every ' +
        'four weeks for a year (13 payments), and after that $15 every four weeks until you cancel. You can ' +
        'cancel at any time in your account, and read to the end of what you have paid for.',
    },
  },
];
