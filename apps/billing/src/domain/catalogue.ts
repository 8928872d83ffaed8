import { formatMoney, type Money } from '@gatefold/kernel';
import type { HouseRules } from './house-rules.ts';
import type { Offer } from './offer.ts';
import type { Promotion } from './promotion.ts';
import { refuse } from './refusals.ts';
import { partsOf, phaseProblems, type Problem } from './sellable.ts';

export type OfferDraft = Omit<Offer, 'version'>;
export type PromotionDraft = Omit<Promotion, 'version'>;

/** What a publisher wants to sell, as their file says it. */
export type CatalogueDraft = {
  readonly offers: readonly OfferDraft[];
  readonly promotions: readonly PromotionDraft[];
  readonly rules: HouseRules;
};

/** What is sold. */
export type Catalogue = {
  readonly offers: readonly Offer[];
  readonly promotions: readonly Promotion[];
  readonly rules: HouseRules;
};

export type FieldChange = {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
};

export type CatalogueChange = {
  readonly what: 'offer' | 'code' | 'rules';
  readonly key: string;
  readonly change: 'new' | 'changed' | 'back' | 'withdrawn' | 'same';
  readonly version: number | null;
  readonly fields: readonly FieldChange[];
};

/** What was ever sold, and what is on sale now. */
export type Known = { readonly versions: readonly Offer[]; readonly onSale: Catalogue | null };

export type Planned = { readonly next: Catalogue; readonly changes: readonly CatalogueChange[] };

/**
 * What the draft makes of what is on sale.
 *
 * Versions are given here: the same terms are the version that they always were, other terms are a new one.
 * Nothing that was ever sold changes. Refuses with `catalogue-invalid` and every mistake with its field.
 */
export function planCatalogue(draft: CatalogueDraft, { versions, onSale }: Known): Planned {
  const problems = problemsIn(draft, versions);
  if (problems.length > 0) throw refuse('catalogue-invalid', { issues: problems });
  const offers = draft.offers.map((offer) => ({ ...offer, version: versionOf(offer, versions) }));
  const promotions = draft.promotions.map((promotion) => ({
    ...promotion,
    version: offers.find(({ key }) => key === promotion.offer)?.version ?? 1,
  }));
  const changed = promotions.flatMap((promotion) => codeProblems(promotion, onSale?.promotions ?? []));
  if (changed.length > 0) throw refuse('catalogue-invalid', { issues: changed });
  const next = { offers, promotions, rules: draft.rules };
  return { next, changes: changesBetween(onSale, next, versions) };
}

function versionOf(offer: OfferDraft, versions: readonly Offer[]): number {
  const mine = versions.filter(({ key }) => key === offer.key);
  const same = mine.findLast((one) => isSame(one, offer));
  return same?.version ?? Math.max(0, ...mine.map(({ version }) => version)) + 1;
}

/** The fields of a thing as text, by their place in the file. */
function textOf(value: unknown, place = ''): Map<string, string> {
  if (value === undefined || value === null) return new Map();
  if (isMoney(value)) return new Map([[place, formatMoney(value, 'en-US')]]);
  if (value instanceof Date) return new Map([[place, value.toISOString()]]);
  if (typeof value !== 'object') return new Map([[place, String(value)]]);
  const entries = Object.entries(value).flatMap(([name, inner]) => [
    ...textOf(inner, `${place}${place === '' ? '' : '.'}${nameIn(value, name, inner)}`),
  ]);
  return new Map(entries);
}

/** Phases are known by their keys, so that one put between others changes only itself. */
const nameIn = (whole: object, name: string, inner: unknown): string =>
  Array.isArray(whole) && typeof inner === 'object' && inner !== null && 'key' in inner
    ? String(inner.key)
    : name;

const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' && value !== null && 'currency' in value && 'amount' in value;

const withoutVersion = ({ version: _, ...rest }: Offer | Promotion) => rest;
const shown = (thing: object | null): Map<string, string> =>
  thing === null ? new Map() : textOf('version' in thing ? withoutVersion(thing as Offer) : thing);

const isSame = (a: object, b: object): boolean => fieldsBetween(a, b).length === 0 && isSameOrder(a, b);

/** Phases in another order are other phases, though each is the same. */
const isSameOrder = (a: object, b: object): boolean => {
  const keys = (thing: object): string =>
    'phases' in thing ? (thing as Offer).phases.map(({ key }) => key).join() : '';
  return keys(a) === keys(b);
};

function fieldsBetween(before: object | null, after: object | null): FieldChange[] {
  const [was, is] = [shown(before), shown(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((field) => ({ field, before: was.get(field) ?? null, after: is.get(field) ?? null }))
    .filter((change) => change.before !== change.after);
}

function changesBetween(
  before: Catalogue | null,
  next: Catalogue,
  versions: readonly Offer[],
): CatalogueChange[] {
  const offers = pairs(before?.offers ?? [], next.offers, ({ key }) => key).map(({ key, was, is }) => ({
    ...changeOf('offer', key, { was, is }),
    version: is?.version ?? null,
    ...(is !== null && was?.version !== is.version && versions.some((one) => isVersion(one, is))
      ? { change: 'back' as const }
      : {}),
  }));
  const codes = pairs(before?.promotions ?? [], next.promotions, ({ code }) => code).map(({ key, was, is }) =>
    changeOf('code', key, { was, is }),
  );
  return [...offers, ...codes, changeOf('rules', 'rules', { was: before?.rules ?? null, is: next.rules })];
}

const isVersion = (a: Offer, b: Offer): boolean => a.key === b.key && a.version === b.version;

type Pair<T> = { readonly was: T | null; readonly is: T | null };

function changeOf(what: CatalogueChange['what'], key: string, { was, is }: Pair<object>): CatalogueChange {
  const fields = fieldsBetween(was, is);
  const isAlike = was !== null && is !== null && isSame(was, is);
  const change = is === null ? 'withdrawn' : was === null ? 'new' : isAlike ? 'same' : 'changed';
  return { what, key, change, version: null, fields: change === 'withdrawn' ? [] : fields };
}

function pairs<T>(before: readonly T[], next: readonly T[], keyOf: (one: T) => string) {
  const keys = new Set([...next, ...before].map(keyOf));
  return [...keys].map((key) => ({
    key,
    was: before.find((one) => keyOf(one) === key) ?? null,
    is: next.find((one) => keyOf(one) === key) ?? null,
  }));
}

function problemsIn(draft: CatalogueDraft, versions: readonly Offer[]): Problem[] {
  return [
    ...draft.offers.flatMap((offer) =>
      [
        ...phaseProblems(offer.phases),
        ...seatProblems(offer),
        ...consentProblems(offer, versions),
        ...translationProblems(offer, versions),
      ].map(within(`offers.${offer.key}`)),
    ),
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
