/** The languages in which readers are spoken to. Every phrase exists in each. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

export const defaultLanguage: Language = 'en';

/** How money and dates are written in a language when nobody has said it more exactly. */
const locales: Readonly<Record<Language, string>> = { en: 'en-US', de: 'de-DE' };

export const localeOf = (language: Language): string => locales[language];

/** The language of a locale such as “de-AT”, or null for one that we do not speak. */
export function languageOf(locale: string | null | undefined): Language | null {
  const [wanted = ''] = (locale ?? '').trim().toLowerCase().split(/[-_]/);
  return languages.find((language) => language === wanted) ?? null;
}

const MOST_READ = 20;

/**
 * The best locale in one of our languages for an `Accept-Language` header (RFC 9110, 12.5.4), such as “de-AT”; null
 * when it names none.
 *
 * The first of those with the highest weight wins, and `q=0` means never.
 */
export function preferredLocale(header: string | undefined): string | null {
  const wishes = (header ?? '').split(',', MOST_READ).map((range) => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    return { locale: plainLocale(tag), weight: weight === undefined ? 1 : Number(weight.slice(2)) };
  });
  const best = wishes
    .filter(({ locale, weight }) => locale !== null && weight > 0)
    .reduce<(typeof wishes)[number] | null>(
      (so, next) => (so === null || next.weight > so.weight ? next : so),
      null,
    );
  return best?.locale ?? null;
}

/** A language of ours with the country, where one is named; what else stands in a tag is left out. */
function plainLocale(tag: string): string | null {
  const language = languageOf(tag);
  if (language === null) return null;
  const country = tag.split('-').find((part, index) => index > 0 && /^[a-z]{2}$/i.test(part));
  return country === undefined ? localeOf(language) : `${language}-${country.toUpperCase()}`;
}
