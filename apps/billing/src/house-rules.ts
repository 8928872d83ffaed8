import type { HouseRules } from './domain/house-rules.ts';

/** What the paper lets readers do beside what each offer promises. Changing it changes nobody's price path. */
export const houseRules: HouseRules = {
  pause: { longestDays: 84, perYear: 2 },
};
