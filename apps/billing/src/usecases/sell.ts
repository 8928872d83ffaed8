import { planCatalogue, type CatalogueDraft, type Planned } from '../domain/catalogue.ts';
import type { Catalogue } from '../domain/on-sale.ts';
import { giftPartsOf } from '../domain/gift-offer.ts';
import { inCurrency, type Offer } from '../domain/offer.ts';
import { promoted } from '../domain/promotion.ts';
import { refuse } from '../domain/refusals.ts';
import { cataloguePartsOf, type CataloguePart } from '../domain/sellable.ts';
import type { Begun, Catalogues, CatalogueWrites } from './catalogue-ports.ts';

type Deps = {
  catalogues: Catalogues;
  stripe: CatalogueWrites;
  /** What is sold is another from now on. */
  onChange(): Promise<void>;
};

export type PlannedSale = Planned & { readonly base: string | null };

/** What would change. */
export const planSale =
  ({ catalogues }: Pick<Deps, 'catalogues'>) =>
  async (draft: CatalogueDraft): Promise<PlannedSale> => {
    const known = await catalogues.read();
    return { ...planCatalogue(draft, known), base: known.id };
  };

type Apply = {
  readonly draft: CatalogueDraft;
  /** What the caller saw on sale, where it matters to them. */
  readonly base?: string | null;
  readonly actor: string;
};

export type Applied = PlannedSale & { readonly id: string; readonly made: readonly CataloguePart[] };

/**
 * Puts a draft on sale.
 *
 * What is wanted is written first, then made at Stripe piece by piece, then it is on sale. Whoever dies on the way
 * has done no harm: the same again goes on where they were, and done twice it changes nothing.
 */
export const applySale =
  (deps: Deps) =>
  async ({ draft, base, actor }: Apply): Promise<Applied> => {
    const begun = await deps.catalogues.begin({
      decide(known) {
        if (base !== undefined && base !== known.id) throw refuse('catalogue-changed');
        return planCatalogue(draft, known);
      },
      partsOf: partsToMake,
      actor,
    });
    if (!begun.isOnSale) await finish(deps, begun);
    return { ...begun.planned, base: begun.base, id: begun.id, made: begun.missing.map(({ part }) => part) };
  };

/** Goes on with what somebody began and did not finish; whether there was anything. */
export const finishSale = (deps: Deps) => async (): Promise<boolean> => {
  const unfinished = await deps.catalogues.unfinished();
  if (unfinished !== null) await finish(deps, unfinished);
  return unfinished !== null;
};

async function finish(
  { catalogues, stripe, onChange }: Deps,
  { id, missing }: Pick<Begun, 'id' | 'missing'>,
): Promise<void> {
  // One after the other: prices need their product.
  for (const wanted of missing) await catalogues.partMade(wanted.part, await stripe.makePart(wanted));
  await catalogues.finish(id);
  await onChange();
}

/** Each once: offers share products. */
function partsToMake({ offers, gifts, promotions }: Catalogue): CataloguePart[] {
  const sold: Offer[] = [
    ...offers,
    ...offers.flatMap((offer) =>
      Object.keys(offer.otherMoney ?? {}).map((currency) => inCurrency(offer, currency)),
    ),
    ...promotions.flatMap((promotion) =>
      offers.filter(({ key }) => key === promotion.offer).map((offer) => promoted(offer, promotion)),
    ),
  ];
  const parts = [...sold.flatMap(cataloguePartsOf), ...gifts.flatMap(giftPartsOf)];
  const first = (part: CataloguePart): CataloguePart | undefined =>
    parts.find(({ kind, name }) => kind === part.kind && name === part.name);
  return parts.filter((part) => first(part) === part);
}
