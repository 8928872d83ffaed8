import type { Money } from '@gatefold/kernel';
import { languageIn } from './offer-words.ts';
import type { Interval, Policy } from './offer.ts';
import type { CataloguePart, Problem } from './sellable.ts';

/** What can be given: paid once, for one length, never renewed. A version of it never changes. */
export type GiftOffer = {
  readonly key: string;
  readonly version: number;
  readonly publication: string;
  readonly bundle: string;
  readonly product: string;
  readonly name: string;
  readonly amount: Money;
  readonly length: Interval;
  readonly policy: Policy;
  /** What stands above the button that pays. */
  readonly text: string;
  /** How long it can be taken, from the day on which it is sent, and what becomes of it then; null for ever. */
  readonly expiry: { readonly afterDays: number; readonly then: 'refund' | 'keep' } | null;
  /** How long whoever gave it may take it back, from the purchase, while nobody has taken it. */
  readonly takeBackDays: number;
  /** How long before its end its reader is told. */
  readonly noticeDays: number;
  /** By language, such as “de”. */
  readonly translations?: Readonly<Record<string, { readonly name: string; readonly text: string }>>;
};

export type GiftDraft = Omit<GiftOffer, 'version'>;

/** As it is read in the language of a locale such as “de-AT”; as it is where nobody has put it into that language. */
export const giftSpokenIn = (offer: GiftOffer, locale: string | null): GiftOffer => ({
  ...offer,
  ...offer.translations?.[languageIn(locale) ?? ''],
});

/** Stripe's name of the one-off price of a gift. */
export const giftPriceName = ({ key, amount }: Pick<GiftOffer, 'key' | 'amount'>): string =>
  `${key}-${amount.amount}-${amount.currency.toLowerCase()}`;

/** All that Stripe must have so that it can be given, what is needed first coming first. */
export function giftPartsOf(offer: Pick<GiftOffer, 'key' | 'name' | 'amount'>): CataloguePart[] {
  const product = `gatefold_${offer.key}`;
  return [
    { kind: 'product', name: product, label: offer.name },
    { kind: 'price', name: giftPriceName(offer), product, amount: offer.amount, interval: null },
  ];
}

/** What a giver has read at one price and length is not said of another: neither in its own language nor in others. */
export function giftProblems(draft: GiftDraft, versions: readonly GiftOffer[]): Problem[] {
  const others = versions.filter((one) => one.key === draft.key && !isSameBargain(one, draft));
  const problems = textsOf(draft)
    .filter(({ field, text }) => others.some((one) => textIn(one, field) === text))
    .map(({ field }) => ({ field, message: 'it was said of another price or length: write it anew' }));
  return draft.amount.amount > 0n
    ? problems
    : [...problems, { field: 'amount', message: 'a gift costs something' }];
}

const isSameBargain = (a: GiftDraft, b: GiftDraft): boolean =>
  a.amount.amount === b.amount.amount &&
  a.amount.currency === b.amount.currency &&
  a.length.unit === b.length.unit &&
  a.length.count === b.length.count;

const textsOf = ({ text, translations = {} }: GiftDraft): { field: string; text: string }[] => [
  { field: 'text', text },
  ...Object.entries(translations).map(([language, words]) => ({
    field: `translations.${language}.text`,
    text: words.text,
  })),
];

const textIn = (offer: GiftDraft, field: string): string | undefined =>
  textsOf(offer).find((one) => one.field === field)?.text;
