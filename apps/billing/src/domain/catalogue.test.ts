import { at, money } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { paper, paperFile } from '../../test/paper.ts';
import { draftFrom } from '../http/catalogue-file.ts';
import { planCatalogue, type CatalogueDraft, type OfferDraft } from './catalogue.ts';
import type { Known } from './on-sale.ts';
import type { GiftDraft } from './gift-offer.ts';
import type { Refusal } from '@gatefold/kernel';

const draft = draftFrom(paperFile);
const sold: Known = { versions: paper.offers, giftVersions: paper.gifts, onSale: paper };
const digital = draft.offers.find(({ key }) => key === 'digital')!;

const withOffer = (change: Partial<OfferDraft>): CatalogueDraft => ({
  ...draft,
  offers: draft.offers.map((offer) => (offer.key === 'digital' ? { ...offer, ...change } : offer)),
});
const dearer = withOffer({
  phases: digital.phases.map((phase) =>
    phase.key === 'standard' ? { ...phase, amount: money(1700n, 'USD') } : phase,
  ),
  consent: { version: 'digital-v2', text: 'You pay $1 today, then 13 times $9, then $17.' },
  translations: {},
});

const inGerman = digital.translations!['de']!;

const changesOf = (wanted: CatalogueDraft, known = sold) =>
  planCatalogue(wanted, known).changes.filter(({ change }) => change !== 'same');
function issuesOf(wanted: CatalogueDraft, known = sold): unknown {
  try {
    planCatalogue(wanted, known);
    return [];
  } catch (error) {
    return (error as Refusal).facts['issues'];
  }
}

describe('what a file would change', () => {
  test('is everything where nothing was ever sold, each offer as its first version', () => {
    const changes = changesOf(draft, { versions: [], giftVersions: [], onSale: null });

    const offers = changes.filter(({ what }) => what === 'offer');

    expect(offers.map(({ key, version }) => ({ key, version }))).toEqual(
      draft.offers.map(({ key }) => ({ key, version: 1 })),
    );
    expect(new Set(changes.map(({ change }) => change))).toEqual(new Set(['new']));
  });

  test('is nothing for what is on sale', () => expect(changesOf(draft)).toEqual([]));

  test('is a new version where an amount differs, with what it was and what it will be', () => {
    const changes = changesOf(dearer);

    expect(changes).toMatchObject([{ what: 'offer', key: 'digital', change: 'changed', version: 2 }]);
    expect(changes[0]?.fields).toContainEqual({
      field: 'phases.standard.amount',
      before: '$15',
      after: '$17',
    });
  });

  test('is the earlier version again where the earlier terms come back', () => {
    const next = planCatalogue(dearer, sold).next;
    const later = { ...sold, versions: [...paper.offers, next.offers[0]!], onSale: next };

    expect(changesOf(draft, later)).toMatchObject([{ key: 'digital', change: 'back', version: 1 }]);
  });

  test('is a new version where two phases change places', () => {
    const [intro, yearOne, standard] = digital.phases;
    const phases = [yearOne!, intro!, standard!];
    const consent = { version: 'digital-v2', text: 'The other way round, from today on.' };

    expect(changesOf(withOffer({ phases, consent }))[0]).toMatchObject({ version: 2, change: 'changed' });
  });

  test('is an offer off sale where it is left out, and nothing about those who have it', () => {
    const without = {
      ...draft,
      offers: draft.offers.filter(({ key }) => key !== 'reading'),
    };

    expect(changesOf(without)).toEqual([
      { what: 'offer', key: 'reading', change: 'withdrawn', version: null, fields: [] },
    ]);
  });
});

describe('an offer of several titles', () => {
  const soldBy = (key: string, alsoReads: readonly string[]): CatalogueDraft => ({
    ...draft,
    offers: draft.offers.map((offer) => (offer.key === key ? { ...offer, alsoReads } : offer)),
  });

  test('is another version than that of one', () => {
    const [change] = changesOf(soldBy('digital-yearly', ['signal']));

    expect(change).toMatchObject({ key: 'digital-yearly', change: 'changed', version: 2 });
    expect(change?.fields).toEqual([{ field: 'alsoReads.0', before: null, after: 'signal' }]);
  });

  test('names each once, and has no introduction, which a reader could have with each', () => {
    const twice = issuesOf(soldBy('digital-yearly', ['signal', 'meridian']));
    expect(twice).toMatchObject([{ field: 'offers.digital-yearly.publication' }]);
    expect(issuesOf(soldBy('digital', ['signal']))).toMatchObject([{ field: 'offers.digital.publication' }]);
  });
});

describe('a gift in the file', () => {
  const withGift = (change: Partial<GiftDraft>): CatalogueDraft => ({
    ...draft,
    gifts: draft.gifts.map((gift) => (gift.key === 'gift-year' ? { ...gift, ...change } : gift)),
  });
  const dearerGift = withGift({
    amount: money(16_000n, 'USD'),
    text: 'You pay $160 once, for a year that never renews.',
    translations: {},
  });

  test('at other terms is its next version, and at the earlier ones the earlier version again', () => {
    const { next, changes } = planCatalogue(dearerGift, sold);
    const [changed] = changes.filter(({ change }) => change !== 'same');

    expect(changed).toMatchObject({ what: 'gift', key: 'gift-year', change: 'changed', version: 2 });
    expect(changed?.fields).toContainEqual({ field: 'amount', before: '$150', after: '$160' });
    const later = { ...sold, giftVersions: [...paper.gifts, next.gifts[0]!], onSale: next };
    expect(changesOf(draft, later)).toMatchObject([{ what: 'gift', change: 'back', version: 1 }]);
  });

  test('that is left out is given no more', () => {
    const without = { ...draft, gifts: draft.gifts.filter(({ key }) => key !== 'gift-year') };

    expect(changesOf(without)).toMatchObject([{ what: 'gift', key: 'gift-year', change: 'withdrawn' }]);
  });

  test('comes new to what was on sale before gifts stood in the file', () => {
    const before = { ...sold, giftVersions: [], onSale: { ...paper, gifts: [] } };

    expect(changesOf(draft, before)).toMatchObject([
      { what: 'gift', key: 'gift-year', change: 'new', version: 1 },
      { what: 'gift', key: 'gift-quarter', change: 'new', version: 1 },
      { what: 'gift', key: 'gift-signal-year', change: 'new', version: 1 },
      { what: 'gift', key: 'gift-signal-quarter', change: 'new', version: 1 },
    ]);
  });

  test('is not sold at another price or length under words that were said of the old one, in any language', () => {
    const fields = ['gifts.gift-year.text', 'gifts.gift-year.translations.de.text'];

    expect(issuesOf(withGift({ amount: money(16_000n, 'USD') }))).toMatchObject(
      fields.map((field) => ({ field })),
    );
    expect(issuesOf(withGift({ length: { unit: 'month', count: 11 } }))).toMatchObject(
      fields.map((field) => ({ field })),
    );
    expect(issuesOf(withGift({ takeBackDays: 30 }))).toEqual([]);
  });

  test('costs something', () =>
    expect(
      issuesOf(withGift({ amount: money(0n, 'USD'), text: 'Nothing at all, for once.', translations: {} })),
    ).toMatchObject([{ field: 'gifts.gift-year.amount' }]));
});

describe('what cannot be sold is named with its field', () => {
  test('other prices under words that somebody has accepted for the old ones', () => {
    const silent = withOffer({ phases: dearer.offers[0]!.phases });

    expect(issuesOf(silent)).toMatchObject([{ field: 'offers.digital.consent' }]);
  });

  test('other words under a name that stands for the old ones', () => {
    const renamed = withOffer({ consent: { ...digital.consent, text: 'Something else altogether.' } });

    expect(issuesOf(renamed)).toMatchObject([{ field: 'offers.digital.consent.version' }]);
  });

  test.each([
    {
      what: 'a translation that lacks a part',
      of: { de: { ...inGerman, benefits: [] } },
      at: 'translations.de.benefits',
    },
    {
      what: 'a question in one language only',
      of: { de: { ...inGerman, asksReason: 'Wo studieren Sie?' } },
      at: 'translations.de.asksReason',
    },
    {
      what: 'other words in another language under a name that stands for the old ones',
      of: { de: { ...inGerman, texts: { USD: 'Etwas ganz anderes, ab heute.' } } },
      at: 'translations.de.consent',
    },
  ])('$what', ({ of, at: field }) => {
    expect(issuesOf(withOffer({ translations: of }))).toMatchObject([{ field: `offers.digital.${field}` }]);
  });

  test('other prices, still under the old words in another language', () => {
    const { consent, phases } = dearer.offers[0]!;

    expect(issuesOf(withOffer({ consent, phases }))).toMatchObject([
      { field: 'offers.digital.translations.de.consent' },
    ]);
  });

  test('an introduction by the month', () => {
    const [intro, ...rest] = digital.phases;
    const byMonth = { ...intro!, interval: { unit: 'month', count: 1 } as const };

    expect(
      issuesOf(withOffer({ phases: [byMonth, ...rest] }), { versions: [], giftVersions: [], onSale: null }),
    ).toMatchObject([{ field: 'offers.digital.phases[0].every' }]);
  });

  test.each([
    { what: 'of an offer that is not there', change: { offer: 'nothing' }, field: 'offer' },
    { what: 'for the list price', change: { phase: 'standard' }, field: 'phase' },
    { what: 'that costs more', change: { amount: money(950n, 'USD') }, field: 'amount' },
  ])('a code $what', ({ change, field }) => {
    const promotions = draft.promotions.map((promotion) => ({ ...promotion, ...change }));

    expect(issuesOf({ ...draft, promotions })).toMatchObject([{ field: `codes.HARBOUR.${field}` }]);
  });

  test('other terms for a code that was given out', () => {
    const promotions = draft.promotions.map((promotion) => ({
      ...promotion,
      endsAt: at('2037-01-01T00:00:00Z'),
    }));

    expect(issuesOf({ ...draft, promotions })).toMatchObject([{ field: 'codes.HARBOUR' }]);
  });

  test('rules that name an offer which is not there, or which everybody may have', () => {
    const rules = {
      ...draft.rules,
      winBack: { offer: 'digital', afterDays: 1 },
      introOnce: { instead: { digital: 'nothing' }, keptDays: 1 },
    };

    expect(issuesOf({ ...draft, rules })).toMatchObject([
      { field: 'rules.winBack.offer' },
      { field: 'rules.introOnce.instead.digital' },
    ]);
  });
});
