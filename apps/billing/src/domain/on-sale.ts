import type { GiftOffer } from './gift-offer.ts';
import type { HouseRules } from './house-rules.ts';
import type { Offer } from './offer.ts';
import type { Promotion } from './promotion.ts';

/** What is sold. */
export type Catalogue = {
  readonly offers: readonly Offer[];
  readonly gifts: readonly GiftOffer[];
  readonly promotions: readonly Promotion[];
  readonly rules: HouseRules;
};

/** What was ever sold, and what is on sale now. */
export type Known = {
  readonly versions: readonly Offer[];
  readonly giftVersions: readonly GiftOffer[];
  readonly onSale: Catalogue | null;
};
