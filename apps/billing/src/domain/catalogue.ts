import { formatMoney } from '@gatefold/kernel';
import { changesBetween, fieldsBetween, isSame, type CatalogueChange } from './catalogue-changes.ts';
import { giftProblems, type GiftDraft, type GiftOffer } from './gift-offer.ts';
import type { HouseRules } from './house-rules.ts';
import type { Catalogue, Known } from './on-sale.ts';
import type { Offer } from './offer.ts';
import type { Promotion } from './promotion.ts';
import { refuse } from './refusals.ts';
import { partsOf, phaseProblems, type Problem } from './sellable.ts';

export type OfferDraft = Omit<Offer, 'version'>;
export type PromotionDraft = Omit<Promotion, 'version'>;

/** What a publisher wants to sell, as their file says it. */
export type CatalogueDraft = {
  readonly offers: readonly OfferDraft[];
  readonly gifts: readonly GiftDraft[];
  readonly promotions: readonly PromotionDraft[];
  readonly rules: HouseRules;
};

export type Planned = { readonly next: Catalogue; readonly changes: readonly CatalogueChange[] };

/**
 * What the draft makes of what is on sale.
 *
 * Versions are given here: the same terms are the version that they always were, other terms are a new one.
 * Nothing that was ever sold changes. Refuses with `catalogue-invalid` and every mistake with its field.
 */
export function planCatalogue(draft: CatalogueDraft, known: Known): Planned {
  const { versions, giftVersions, onSale } = known;
  const problems = problemsIn(draft, known);
  if (problems.length > 0) throw refuse('catalogue-invalid', { issues: problems });
  const offers = draft.offers.map((offer) => ({ ...offer, version: versionOf(offer, versions) }));
  const gifts = draft.gifts.map((gift) => ({ ...gift, version: versionOf(gift, giftVersions) }));
  const promotions = draft.promotions.map((promotion) => ({
    ...promotion,
    version: offers.find(({ key }) => key === promotion.offer)?.version ?? 1,
  }));
  const changed = promotions.flatMap((promotion) => codeProblems(promotion, onSale?.promotions ?? []));
  if (changed.length > 0) throw refuse('catalogue-invalid', { issues: changed });
  const next = { offers, gifts, promotions, rules: draft.rules };
  return { next, changes: changesBetween(onSale, next, known) };
}

function versionOf(offer: { readonly key: string }, versions: readonly (Offer | GiftOffer)[]): number {
  const mine = versions.filter(({ key }) => key === offer.key);
  const same = mine.findLast((one) => isSame(one, offer));
  return same?.version ?? Math.max(0, ...mine.map(({ version }) => version)) + 1;
}

function problemsIn(draft: CatalogueDraft, { versions, giftVersions }: Known): Problem[] {
  return [
    ...draft.offers.flatMap((offer) =>
      [
        ...phaseProblems(offer.phases),
        ...seatProblems(offer),
        ...titleProblems(offer),
        ...consentProblems(offer, versions),
        ...translationProblems(offer, versions),
      ].map(within(`offers.${offer.key}`)),
    ),
    ...draft.gifts.flatMap((gift) => giftProblems(gift, giftVersions).map(within(`gifts.${gift.key}`))),
    ...draft.promotions.flatMap((promotion) =>
      promotionProblems(promotion, draft.offers).map(within(`codes.${promotion.code}`)),
    ),
    ...ruleProblems(draft),
  ];
}

const within =
  (place: string) =>
  ({ field, message }: Problem): Problem => ({ field: `${place}.${field}`, message });

/** What is bought for many has one price: a discount of Stripe's comes off all seats together. */
function seatProblems({ seats, phases, otherMoney }: OfferDraft): Problem[] {
  if (seats === undefined) return [];
  const complain = (message: string): Problem => ({ field: 'seats', message });
  return [
    ...(phases.length > 1 ? [complain('an offer with seats has one phase')] : []),
    ...(seats.least > seats.most ? [complain('the least is not more than the most')] : []),
    ...(otherMoney === undefined ? [] : [complain('an offer with seats is sold in one currency')]),
  ];
}

/** Who had the introduction to a title would have it again with another, and nobody could tell. */
function titleProblems({ alsoReads = [], publication, phases }: OfferDraft): Problem[] {
  const complain = (message: string): Problem => ({ field: 'publication', message });
  const isNamedTwice = new Set([publication, ...alsoReads]).size <= alsoReads.length;
  const isIntroduced = alsoReads.length > 0 && phases.length > 0 && partsOf(phases).intro !== null;
  return [
    ...(isNamedTwice ? [complain('a title is named twice')] : []),
    ...(isIntroduced ? [complain('an offer of several titles has no introduction of one charge')] : []),
  ];
}

/** A name of words that somebody has accepted stands for these words and these prices for ever. */
function consentProblems(offer: OfferDraft, versions: readonly Offer[]): Problem[] {
  const { consent, phases } = offer;
  const named = versions.find((one) => one.key === offer.key && one.consent.version === consent.version);
  if (named === undefined) return [];
  if (named.consent.text !== consent.text)
    return [
      {
        field: 'consent.version',
        message: `“${consent.version}” names other words already: name the new ones anew`,
      },
    ];
  if (fieldsBetween(named.phases, phases).length === 0) return [];
  return [
    {
      field: 'consent',
      message: `the phases change, but what a buyer accepts does not: write it anew, under another name than “${consent.version}”`,
    },
  ];
}

/** Says as much as the offer does; and under one name of the consent, one text in each language for ever. */
function translationProblems(offer: OfferDraft, versions: readonly Offer[]): Problem[] {
  return Object.entries(offer.translations ?? {}).flatMap(([language, words]) => {
    const complain = (part: string, message: string): Problem => ({
      field: `translations.${language}.${part}`,
      message,
    });
    const [many, wanted] = [words.benefits.length, offer.benefits.length];
    const isAskedInOne = (words.asksReason === undefined) !== (offer.asksReason === undefined);
    return [
      ...(many === wanted ? [] : [complain('benefits', `there are ${many}, in the offer ${wanted}`)]),
      ...(isAskedInOne ? [complain('asksReason', 'it asks in one language and not in the other')] : []),
      ...termsInOtherWords(offer, { language, versions }).map((why) => complain('consent', why)),
    ];
  });
}

/** What is wrong with the terms in another language, held against what was ever accepted in it. */
function termsInOtherWords(
  { key, consent, phases, translations = {} }: OfferDraft,
  { language, versions }: { language: string; versions: readonly Offer[] },
): string[] {
  const textsOf = (of: Pick<Offer, 'translations'>) => of.translations?.[language]?.texts ?? null;
  const isSaidIn = (of: Offer): boolean => fieldsBetween(textsOf(of), textsOf({ translations })).length === 0;
  const told = versions.filter((one) => one.key === key && textsOf(one) !== null);
  const underThisName = told.filter((one) => one.consent.version === consent.version);
  if (underThisName.some((one) => !isSaidIn(one)))
    return [`“${consent.version}” names other words already: name the new ones anew`];
  const isLeftBehind = told.some(
    (one) =>
      one.consent.version !== consent.version &&
      isSaidIn(one) &&
      fieldsBetween(one.phases, phases).length > 0,
  );
  return isLeftBehind ? ['it says what a buyer accepted at other prices: write it anew'] : [];
}

/** Stripe keeps count of a code's uses, so its terms stay: other terms need another code, or a new version of the offer. */
function codeProblems(promotion: Promotion, given: readonly Promotion[]): Problem[] {
  const same = given.find(({ code, version }) => code === promotion.code && version === promotion.version);
  if (same === undefined || isSame(same, promotion)) return [];
  return [
    { field: `codes.${promotion.code}`, message: 'it was given out with other terms: give out another code' },
  ];
}

function promotionProblems(
  { offer: key, phase, amount }: PromotionDraft,
  offers: readonly OfferDraft[],
): Problem[] {
  const offer = offers.find((one) => one.key === key);
  if (offer === undefined) return [{ field: 'offer', message: `there is no offer “${key}”` }];
  const lowered = partsOf(offer.phases).reduced.find((one) => one.key === phase);
  if (lowered === undefined)
    return [
      {
        field: 'phase',
        message: `“${phase}” is no reduced phase of “${key}”: only such a one can cost less`,
      },
    ];
  if (amount.currency === lowered.amount.currency && amount.amount < lowered.amount.amount) return [];
  return [
    { field: 'amount', message: `it must be less than ${formatMoney(lowered.amount, 'en-US')} of the phase` },
  ];
}

function ruleProblems({ offers, rules: { winBack, introOnce } }: CatalogueDraft): Problem[] {
  const find = (key: string): OfferDraft | undefined => offers.find((one) => one.key === key);
  const missing = (field: string, key: string): Problem[] =>
    find(key) === undefined ? [{ field, message: `there is no offer “${key}”` }] : [];
  const isOpen = winBack.offer !== null && find(winBack.offer)?.audience !== 'returning';
  return [
    ...(winBack.offer === null ? [] : missing('rules.winBack.offer', winBack.offer)),
    ...(isOpen && winBack.offer !== null && find(winBack.offer) !== undefined
      ? [{ field: 'rules.winBack.offer', message: `the offer “${winBack.offer}” is for everybody` }]
      : []),
    ...Object.entries(introOnce.instead).flatMap(([of, instead]) => [
      ...missing(`rules.introOnce.instead.${of}`, of),
      ...missing(`rules.introOnce.instead.${of}`, instead),
    ]),
  ];
}
