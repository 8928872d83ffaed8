import type { Planned } from '../domain/catalogue.ts';
import type { Catalogue, Known } from '../domain/on-sale.ts';
import type { GiftOffer } from '../domain/gift-offer.ts';
import type { Offer } from '../domain/offer.ts';
import type { CataloguePart } from '../domain/sellable.ts';

export type SoldVersion = {
  readonly offer: Offer;
  readonly isOnSale: boolean;
  readonly since: Date;
  /** Subscriptions that run under it now. */
  readonly subscriptions: number;
};

export type SoldGift = {
  readonly gift: GiftOffer;
  readonly isOnSale: boolean;
  readonly since: Date;
  /** How many were ever paid for. */
  readonly sold: number;
};

/** Every version that was ever sold, what is on sale, and what is being put on sale. */
export type Catalogues = {
  /** `id` names what is on sale; null before anything was. */
  read(): Promise<Known & { readonly id: string | null }>;
  /**
   * Writes down what is to be sold, with a row for each thing that Stripe must have. The same again finds what was
   * begun; another one takes its place.
   */
  begin(wanted: {
    readonly decide: (known: Known & { readonly id: string | null }) => Planned;
    readonly partsOf: (next: Catalogue) => readonly CataloguePart[];
    readonly actor: string;
  }): Promise<Begun>;
  partMade(part: CataloguePart, stripeId: string): Promise<void>;
  /** From now on this is sold. Refuses with `catalogue-changed` when another one took its place. */
  finish(id: string): Promise<void>;
  /** One that was begun and not finished. */
  unfinished(): Promise<Pick<Begun, 'id' | 'missing'> | null>;
  versions(): Promise<readonly SoldVersion[]>;
  giftVersions(): Promise<readonly SoldGift[]>;
};

export type Begun = {
  readonly id: string;
  readonly planned: Planned;
  readonly base: string | null;
  readonly isOnSale: boolean;
  readonly missing: readonly WantedPart[];
};

/** `attempt` counts from one. */
export type WantedPart = { readonly part: CataloguePart; readonly attempt: number };

export type CatalogueWrites = {
  /** Makes it at Stripe, or finds it there; its id. Refuses with `catalogue-differs-at-stripe` for one that is another. */
  makePart(wanted: WantedPart): Promise<string>;
};
