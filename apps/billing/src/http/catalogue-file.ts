import type { CatalogueFile } from '@gatefold/api';
import { at, minorDigits, money, type Money, type Refusal } from '@gatefold/kernel';
import type { z } from 'zod';
import type { CatalogueDraft, OfferDraft, PromotionDraft } from '../domain/catalogue.ts';
import type { GiftDraft } from '../domain/gift-offer.ts';
import { usualRules } from '../domain/house-rules.ts';
import type { Interval, OfferPhase, Policy } from '../domain/offer.ts';
import { refuse } from '../domain/refusals.ts';

type File = z.output<typeof CatalogueFile>;
type FileOffer = File['offers'][string];
type FileGift = File['gifts'][string];
type FileCode = File['codes'][string];
type Amounts = FileOffer['phases'][number]['amount'];

const HOURS = 60 * 60;
const DAYS = 24 * HOURS;

/** The file in our own words. Refuses with `catalogue-invalid` for amounts and words that do not fit each other. */
export function draftFrom({ publication, offers, gifts, codes, rules }: File): CatalogueDraft {
  return {
    offers: Object.entries(offers).map(([key, offer]) => offerFrom(offer, { key, usual: publication })),
    gifts: Object.entries(gifts).map(([key, gift]) => giftFrom(gift, { key, usual: publication })),
    promotions: Object.entries(codes).map(([code, promotion]) => promotionFrom(promotion, code)),
    rules: { ...usualRules, ...given(rules) },
  };
}

const given = <T extends object>(parts: T) =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));

/** Its name, and the title of whatever names none. */
type Entry = { readonly key: string; readonly usual: string };

function offerFrom(offer: FileOffer, { key, usual }: Entry): OfferDraft {
  const place = ['offers', key];
  const currencies = Object.keys(offer.phases[0]?.amount ?? {});
  offer.phases.forEach(({ amount }, index) =>
    isFor(currencies, amount, [...place, 'phases', index, 'amount']),
  );
  isFor(currencies, offer.consent.text, [...place, 'consent', 'text']);
  const [main = '', ...others] = currencies;
  return {
    key,
    ...titlesIn(offer, usual),
    bundle: offer.bundle,
    ...productIn(offer),
    name: offer.name,
    phases: offer.phases.map((phase, index) =>
      perSeat(phaseFrom(phase, main, [...place, 'phases', index]), offer.seats?.percent),
    ),
    policy: policyFrom(offer.policy),
    consent: { version: offer.consent.version, text: offer.consent.text[main] ?? '' },
    benefits: offer.benefits,
    ...(offer.seats === undefined ? {} : { seats: { least: offer.seats.least, most: offer.seats.most } }),
    ...(offer.audience === undefined ? {} : { audience: offer.audience }),
    ...(offer.asksReason === undefined ? {} : { asksReason: offer.asksReason }),
    ...(others.length === 0 ? {} : { otherMoney: otherMoneyOf(offer, others, place) }),
    ...(offer.translations === undefined
      ? {}
      : { translations: wordsOf(offer.translations, currencies, place) }),
  };
}

/** The first is the one under which it is sold where nobody says at which. */
function titlesIn(
  { publication: named }: FileOffer,
  usual: string,
): Pick<OfferDraft, 'publication' | 'alsoReads'> {
  const [publication = usual, ...alsoReads] = typeof named === 'string' ? [named] : (named ?? []);
  return { publication, ...(alsoReads.length === 0 ? {} : { alsoReads }) };
}

const productIn = ({ product, stripeProduct }: FileOffer): Pick<OfferDraft, 'product' | 'stripeProduct'> => ({
  product,
  ...(stripeProduct === undefined ? {} : { stripeProduct }),
});

const wordsOf = (
  translations: NonNullable<FileOffer['translations']>,
  currencies: readonly string[],
  place: Place,
): NonNullable<OfferDraft['translations']> =>
  Object.fromEntries(
    Object.entries(translations).map(([language, { consent: texts, asksReason, ...words }]) => {
      isFor(currencies, texts, [...place, 'translations', language, 'consent']);
      return [language, { ...words, texts, ...(asksReason === undefined ? {} : { asksReason }) }];
    }),
  );

function otherMoneyOf({ phases, consent }: FileOffer, currencies: readonly string[], place: Place) {
  return Object.fromEntries(
    currencies.map((currency) => [
      currency,
      {
        amounts: phases.map(({ amount }, index) =>
          moneyFrom(amount, currency, [...place, 'phases', index, 'amount']).amount.toString(),
        ),
        text: consent.text[currency] ?? '',
      },
    ]),
  );
}

type Place = readonly (string | number)[];

function phaseFrom(phase: FileOffer['phases'][number], currency: string, place: Place): OfferPhase {
  return {
    key: phase.key,
    charges: phase.charges === 'forever' ? null : phase.charges,
    interval: intervalFrom(phase.every),
    amount: moneyFrom(phase.amount, currency, [...place, 'amount']),
    ...(phase.policy === undefined ? {} : { policy: phase.policy }),
  };
}

/** What one seat costs, down to the minor unit. */
const perSeat = (phase: OfferPhase, percent = 100): OfferPhase => ({
  ...phase,
  amount: { ...phase.amount, amount: (phase.amount.amount * BigInt(percent)) / 100n },
});

const policyFrom = (policy: FileOffer['policy']): Policy => ({
  settlementSeconds: policy.settlementHours * HOURS,
  accessWhileCollecting: policy.accessWhileCollecting,
  dunningSeconds: policy.dunningDays * DAYS,
  staleSeconds: policy.staleHours * HOURS,
});

function giftFrom(gift: FileGift, { key, usual }: Entry): GiftDraft {
  const { amount, length, policy, translations, expiry, publication = usual, ...same } = gift;
  const place = ['gifts', key, 'amount'];
  const [currency = '', ...more] = Object.keys(amount);
  if (more.length > 0) throw mistake(place, 'a gift is sold in one currency');
  return {
    key,
    publication,
    ...same,
    amount: moneyFrom(amount, currency, place),
    length: intervalFrom(length),
    policy: policyFrom(policy),
    expiry,
    ...(translations === undefined ? {} : { translations }),
  };
}

function promotionFrom(code: FileCode, name: string): PromotionDraft {
  const [currency = ''] = Object.keys(code.amount);
  return {
    code: name,
    offer: code.offer,
    phase: code.phase,
    amount: moneyFrom(code.amount, currency, ['codes', name, 'amount']),
    cap: code.cap,
    endsAt: at(code.endsAt),
    consent: { version: code.consent.version, text: code.consent.text[currency] ?? '' },
    ...(code.translations === undefined
      ? {}
      : {
          translations: Object.fromEntries(
            Object.entries(code.translations).map(([language, { consent }]) => [language, consent]),
          ),
        }),
  };
}

function intervalFrom(every: string): Interval {
  const [count, unit] = every.includes(' ') ? every.split(' ') : ['1', every];
  return { unit: (unit ?? '').replace(/s$/, '') as Interval['unit'], count: Number(count) };
}

/** Exact: the digits are moved, never multiplied. */
function moneyFrom(amounts: Amounts, currency: string, place: Place): Money {
  const [whole = '0', part = ''] = (amounts[currency] ?? '0').split('.');
  const digits = minorDigits(currency);
  if (part.length > digits)
    throw mistake([...place, currency], `${currency} has ${digits} digits behind the point`);
  return money(BigInt(whole + part.padEnd(digits, '0')), currency);
}

function isFor(currencies: readonly string[], given: Readonly<Record<string, string>>, place: Place): void {
  const found = Object.keys(given);
  if (found.toSorted().join() === currencies.toSorted().join()) return;
  throw mistake(
    place,
    `it is in ${found.join(', ') || 'no currency'}, the offer is in ${currencies.join(', ')}`,
  );
}

const mistake = (place: Place, message: string): Refusal =>
  refuse('catalogue-invalid', { issues: [{ field: place.join('.'), message }] });
