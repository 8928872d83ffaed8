import { fromMoneyJson, toMoneyJson, type MoneyJson } from '@gatefold/kernel';
import type { Catalogue } from '../../domain/catalogue.ts';
import type { HouseRules } from '../../domain/house-rules.ts';
import type { Offer } from '../../domain/offer.ts';
import type { Promotion } from '../../domain/promotion.ts';
import type { CataloguePart } from '../../domain/sellable.ts';
import { fromStepsJson, toStepsJson, type StepJson } from './steps-json.ts';

/** A version of an offer as it is kept. */
export type OfferJson = Omit<Offer, 'phases'> & { readonly phases: readonly StepJson[] };
type PromotionJson = Omit<Promotion, 'amount' | 'endsAt'> & { amount: MoneyJson; endsAt: string };

/** What is sold, with its offers by name: what they say is kept once, with their versions. */
export type CatalogueJson = {
  readonly offers: readonly { readonly key: string; readonly version: number }[];
  readonly promotions: readonly PromotionJson[];
  readonly rules: HouseRules;
};

export const toOfferJson = (offer: Offer): OfferJson => ({ ...offer, phases: toStepsJson(offer.phases) });
export const fromOfferJson = (json: OfferJson): Offer => ({ ...json, phases: fromStepsJson(json.phases) });

export const toCatalogueJson = ({ offers, promotions, rules }: Catalogue): CatalogueJson => ({
  offers: offers.map(({ key, version }) => ({ key, version })),
  promotions: promotions.map((promotion) => ({
    ...promotion,
    amount: toMoneyJson(promotion.amount),
    endsAt: promotion.endsAt.toISOString(),
  })),
  rules,
});

export const fromCatalogueJson = (json: CatalogueJson, versions: readonly Offer[]): Catalogue => ({
  offers: json.offers.flatMap((named) =>
    versions.filter(({ key, version }) => key === named.key && version === named.version),
  ),
  promotions: json.promotions.map((promotion) => ({
    ...promotion,
    amount: fromMoneyJson(promotion.amount),
    endsAt: new Date(promotion.endsAt),
  })),
  rules: json.rules,
});

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
