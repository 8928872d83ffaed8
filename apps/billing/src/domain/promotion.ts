import type { Money } from '@gatefold/kernel';
import type { Offer } from './offer.ts';
import { refuse } from './refusals.ts';

/** A code with which one phase of an offer costs less, for so many buyers and until an instant. */
export type Promotion = {
  readonly code: string;
  readonly offer: string;
  readonly version: number;
  readonly phase: string;
  readonly amount: Money;
  /** How many may buy with it. */
  readonly cap: number;
  /** Exclusive. */
  readonly endsAt: Date;
  /** What a buyer with this code accepts, word for word. */
  readonly consent: Offer['consent'];
  /** The same by language and currency. */
  readonly translations?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** Refuses with `promotion-not-valid` a code that nobody gave out, that is over, or that is for another offer. */
export function promotionFor(
  promotions: readonly Promotion[],
  { code, offer, now }: { code: string; offer: Offer; now: Date },
): Promotion {
  const typed = code.trim().toUpperCase();
  const found = promotions.find(
    (one) => one.code === typed && one.offer === offer.key && one.version === offer.version,
  );
  if (found === undefined || found.endsAt <= now) throw refuse('promotion-not-valid');
  return found;
}

/** The offer as a buyer with this code has it. Its terms are frozen with the purchase like any others. */
export const promoted = (offer: Offer, promotion: Promotion): Offer => ({
  ...offer,
  phases: offer.phases.map((phase) =>
    phase.key === promotion.phase ? { ...phase, amount: promotion.amount } : phase,
  ),
  consent: promotion.consent,
  ...(offer.translations === undefined
    ? {}
    : { translations: withTexts(offer.translations, promotion.translations ?? {}) }),
  promotion: { code: promotion.code, cap: promotion.cap, endsAt: promotion.endsAt },
});

const withTexts = (
  words: NonNullable<Offer['translations']>,
  texts: NonNullable<Promotion['translations']>,
): NonNullable<Offer['translations']> =>
  Object.fromEntries(
    Object.entries(words).map(([language, own]) => [language, { ...own, texts: texts[language] ?? {} }]),
  );
