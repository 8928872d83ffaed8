import { formatMoney, fromMoneyJson, type MoneyJson } from '@gatefold/kernel';
import { formatTime, zoneCity } from '@gatefold/ui/format-time';
import { localeOf, type Arguments, type Language } from '@gatefold/words';
import type { Publication } from '../publication.ts';
import { book, type phrases } from './book.ts';

type Book = typeof phrases;
export type Key = keyof Book;

/** The phrases that ask for nothing: what is kept as a key and said later. */
export type PlainKey = { [K in Key]: Arguments<Book[K]['en']> extends [] ? K : never }[Key];

/** How one reader is spoken to by one paper: the language, and how money and dates are written in it. */
export type Voice = {
  readonly paper: Publication;
  readonly language: Language;
  readonly locale: string;
  readonly zone: string;
  /** As people say it: “New York time”. */
  readonly zoneName: string;
  /** For `lang` of what the paper's own people wrote, when it is not the language of the page. */
  readonly textLang: Language | undefined;
  say<K extends Key>(key: K, ...values: Arguments<Book[K]['en']>): string;
  money(amount: MoneyJson): string;
  /** “A, B, and C”. */
  list(names: readonly string[]): string;
  day(at: string | Date): string;
  /** To the minute, with the zone's name: for an end that somebody may wait for. */
  moment(at: string | Date): string;
  /** “Nov 24 – Dec 22, 2026”. */
  span(period: { readonly from: string; readonly until: string }): string;
};

type Speaker = { readonly paper: Publication; readonly language: Language; readonly zone: string };

export function voiceOf({ paper, language, zone }: Speaker): Voice {
  const locale = localeOf(language);
  const say: Voice['say'] = (key, ...values) => book.say({ language, locale }, key, ...values);
  const zoneName = zone === 'UTC' ? zone : say('frame.zone', { city: zoneCity(zone) });
  return {
    ...{ paper, language, locale, zone, zoneName, say },
    textLang: paper.language === language ? undefined : paper.language,
    money: (amount) => formatMoney(fromMoneyJson(amount), locale),
    list: (names) => new Intl.ListFormat(locale).format(names),
    day: (at) => formatTime(new Date(at), { zone, locale, precision: 'day' }),
    moment: (at) => `${formatTime(new Date(at), { zone, locale, precision: 'minute' })} (${zoneName})`,
    span: ({ from, until }) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: zone }).formatRange(
        new Date(from),
        new Date(until),
      ),
  };
}
