import type { Offer } from './offer.ts';

/** The language of a locale: “de” of “de-AT”. */
export const languageIn = (locale: string | null): string | null => locale?.split('-')[0] ?? null;

/**
 * The offer as it is read in the language of a locale such as “de-AT”; as it is where nobody has put it into that
 * language, or not all of it: a name in one and terms in another would be half understood.
 */
export function spokenIn(offer: Offer, locale: string | null): Offer {
  const words = offer.translations?.[languageIn(locale) ?? ''];
  const text = words?.texts[offer.phases[0]?.amount.currency ?? ''];
  if (words === undefined || text === undefined) return offer;
  const { name, benefits, asksReason } = words;
  const consent = { version: offer.consent.version, text };
  return { ...offer, name, benefits, consent, ...(asksReason === undefined ? {} : { asksReason }) };
}
