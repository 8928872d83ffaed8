import { at, formatMoney, fromMoneyJson, type MoneyJson } from '@gatefold/kernel';
import { defaultLanguage, languageOf, sayIn, type Say } from '@gatefold/words';

/** How one reader is written to. */
export type Habits = { readonly locale: string; readonly zone: string };

export type Words = {
  /** `28 February 2026 at 14:00 GMT-5`: always with its zone, since it may decide about access. */
  instant(iso: string): string;
  money(money: MoneyJson): string;
};

/** Speaks the language of a locale, or ours where it is none that we speak. */
export const sayTo = (locale: string): Say =>
  sayIn({ language: languageOf(locale) ?? defaultLanguage, locale });

export function wordsFor({ locale, zone }: Habits): Words {
  const format = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: zone,
    timeZoneName: 'short',
  });

  return {
    instant: (iso) => format.format(at(iso)),
    money: (json) => formatMoney(fromMoneyJson(json), locale),
  };
}
