import type { HouseRules } from './domain/house-rules.ts';

/** What the paper lets readers do beside what each offer promises. Changing it changes nobody's price path. */
export const houseRules: HouseRules = {
  pause: { longestDays: 84, perYear: 2 },
  saveOffer: { charges: 3, percent: 60, everyDays: 365 },
  winBack: { offer: 'digital-return', afterDays: 14 },
  priceRise: { noticeDays: 30 },
  withdrawal: { days: 14, refund: 'full' },
  moneyBack: { keepsAfterFullRefund: ['goodwill'], endsWhenDisputed: ['subscription_canceled'] },
  introOnce: { instead: { digital: 'digital-straight' }, keptDays: 1_095 },
};
