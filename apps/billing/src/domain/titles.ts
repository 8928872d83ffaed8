import type { Offer } from './offer.ts';
import { refuse } from './refusals.ts';
import { hasEnded, type Subscription } from './subscription.ts';

type OfTitles = { readonly publication: string; readonly alsoReads?: readonly string[] };

/** The titles of the house that are read by it, the one under which it is sold first. */
export const titlesOf = ({ publication, alsoReads = [] }: OfTitles): readonly string[] => [
  publication,
  ...alsoReads,
];

/** An offer as a title of its own sells it, which is then the one it is bought from. Refuses with `offer-not-on-sale`. */
export function soldAt(offer: Offer, title: string): Offer {
  if (title === offer.publication) return offer;
  const titles = titlesOf(offer);
  if (!titles.includes(title)) throw refuse('offer-not-on-sale');
  return { ...offer, publication: title, alsoReads: titles.filter((one) => one !== title) };
}

type Sold = OfTitles & { readonly product: string };

/** Whether it opens a title that the other does not: time of the other cannot stand in for its own. */
export const opensMore = (one: OfTitles, than: OfTitles): boolean =>
  titlesOf(one).some((title) => !titlesOf(than).includes(title));

/**
 * Whether a subscription is to something of the same: of one product, with a title in common. Nobody pays for that
 * twice, so a title that it is to open by another plan counts from the day on which that is agreed.
 */
export function isLike(one: Subscription, sold: Sold): boolean {
  const held = [...titlesOf(one), ...(one.steering.change?.alsoReads ?? [])];
  return one.product === sold.product && titlesOf(sold).some((title) => held.includes(title));
}

/** Of a reader's subscriptions those that run to something of the same. */
export const runningLike = (sold: Sold, theirs: readonly Subscription[]): Subscription[] =>
  theirs.filter((one) => !hasEnded(one) && one.endingAs === null && isLike(one, sold));
