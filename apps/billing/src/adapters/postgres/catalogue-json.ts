import { fromMoneyJson, toMoneyJson, type MoneyJson } from '@gatefold/kernel';
import type { Catalogue, Known } from '../../domain/on-sale.ts';
import type { GiftOffer } from '../../domain/gift-offer.ts';
import { usualRules, type HouseRules } from '../../domain/house-rules.ts';
import type { Offer } from '../../domain/offer.ts';
import type { Promotion } from '../../domain/promotion.ts';
import type { CataloguePart } from '../../domain/sellable.ts';
import { fromStepsJson, toStepsJson, type StepJson } from './steps-json.ts';

/** A version of an offer as it is kept. */
export type OfferJson = Omit<Offer, 'phases'> & { readonly phases: readonly StepJson[] };
/** A gift as it is kept, with its version and with each that was bought. */
export type GiftOfferJson = Omit<GiftOffer, 'amount'> & { readonly amount: MoneyJson };
type PromotionJson = Omit<Promotion, 'amount' | 'endsAt'> & { amount: MoneyJson; endsAt: string };

/** What is sold, with its offers by name: what they say is kept once, with their versions. */
export type CatalogueJson = {
  readonly offers: readonly { readonly key: string; readonly version: number }[];
  /** In what was put on sale before gifts stood in the file there are none. */
  readonly gifts?: readonly { readonly key: string; readonly version: number }[];
  readonly promotions: readonly PromotionJson[];
  /** What was put on sale before a rule could be said has none: the usual one goes for it. */
  readonly rules: Partial<HouseRules>;
};

export const toOfferJson = (offer: Offer): OfferJson => ({ ...offer, phases: toStepsJson(offer.phases) });
export const fromOfferJson = (json: OfferJson): Offer => ({ ...json, phases: fromStepsJson(json.phases) });

export const toGiftJson = (gift: GiftOffer): GiftOfferJson => ({ ...gift, amount: toMoneyJson(gift.amount) });
export const fromGiftJson = (json: GiftOfferJson): GiftOffer => ({
  ...json,
  amount: fromMoneyJson(json.amount),
});

const nameOf = ({ key, version }: { key: string; version: number }) => ({ key, version });

export const toCatalogueJson = ({ offers, gifts, promotions, rules }: Catalogue): CatalogueJson => ({
  offers: offers.map(nameOf),
  gifts: gifts.map(nameOf),
  promotions: promotions.map((promotion) => ({
    ...promotion,
    amount: toMoneyJson(promotion.amount),
    endsAt: promotion.endsAt.toISOString(),
  })),
  rules,
});

export const fromCatalogueJson = (
  json: CatalogueJson,
  { versions, giftVersions }: Pick<Known, 'versions' | 'giftVersions'>,
): Catalogue => ({
  offers: named(json.offers, versions),
  gifts: named(json.gifts ?? [], giftVersions),
  promotions: json.promotions.map((promotion) => ({
    ...promotion,
    amount: fromMoneyJson(promotion.amount),
    endsAt: new Date(promotion.endsAt),
  })),
  rules: { ...usualRules, ...json.rules },
});

const named = <T extends { key: string; version: number }>(
  names: readonly { key: string; version: number }[],
  versions: readonly T[],
): T[] =>
  names.flatMap((name) =>
    versions.filter(({ key, version }) => key === name.key && version === name.version),
  );

/** Money as text: JSON has no big numbers. */
export const toPartJson = (part: CataloguePart): string =>
  JSON.stringify(part, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));

export function fromPartJson(json: unknown): CataloguePart {
  const part = json as CataloguePart;
  switch (part.kind) {
    case 'product':
      return part;
    case 'price':
      return { ...part, amount: fromMoneyJson(part.amount as unknown as MoneyJson) };
    case 'coupon':
      return {
        ...part,
        off: fromMoneyJson(part.off as unknown as MoneyJson),
        endsAt: part.endsAt === null ? null : new Date(part.endsAt),
      };
  }
}
