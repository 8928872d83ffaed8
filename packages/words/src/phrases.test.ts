import { describe, expect, test } from 'vitest';
import { languageOf, preferredLocale } from './language.ts';
import { mistakesIn } from './mistakes.ts';
import { phraseBook } from './phrases.ts';

const book = phraseBook({
  greeting: { en: 'Good day', de: 'Guten Tag' },
  found: {
    en: 'Found {count, plural, =0 {nothing at all} one {one piece} other {# pieces}} for “{q}”',
    de: '{count, plural, =0 {Nichts} one {Ein Stück} other {# Stücke}} zu „{q}“ gefunden',
  },
  end: { en: 'Until <b>{day}</b>.', de: 'Bis <b>{day}</b>.' },
});

const english = { language: 'en', locale: 'en-US' } as const;
const german = { language: 'de', locale: 'de-DE' } as const;

test('a phrase is said in the language and with the figures of its reader', () => {
  expect(book.say(english, 'found', { count: 1_200, q: 'tide' })).toBe('Found 1,200 pieces for “tide”');
  expect(book.say(german, 'found', { count: 1_200, q: 'tide' })).toBe('1.200 Stücke zu „tide“ gefunden');
  expect(book.say(german, 'greeting')).toBe('Guten Tag');
});

test('what a reader has typed is text, whatever is in it', () => {
  expect(book.say(english, 'found', { count: 1, q: '<b>{x}</b>' })).toBe('Found one piece for “<b>{x}</b>”');
});

test('marked parts are made into what the page shows', () => {
  const parts = book.parts<{ strong: string }, 'end'>(german, 'end', {
    values: { day: '<i>' },
    tags: { b: (content) => ({ strong: content.join('') }) },
  });

  expect(parts).toEqual(['Bis ', { strong: '<i>' }, '.']);
});

test('a phrase that lacks something in one language is found', () => {
  expect(
    mistakesIn({
      lacks: { en: 'Until {day}', de: 'Bis dahin' },
      other: { en: '<b>Now</b>', de: '<i>Jetzt</i>' },
      broken: { en: '{count, plural, one {a}}', de: 'x' },
      empty: { en: '', de: '' },
      fine: { en: 'Until {day}', de: 'Bis {day}' },
    }),
  ).toEqual([
    'lacks: day / ',
    'other: <b> / <i>',
    'broken: cannot be read / ',
    'empty: cannot be read / cannot be read',
  ]);
});

describe('the language of a reader', () => {
  test.each([
    { header: 'de-AT,de;q=0.9,en;q=0.8', locale: 'de-AT' },
    { header: 'fr-FR,fr;q=0.9,en;q=0.3,de;q=0.4', locale: 'de-DE' },
    { header: 'en;q=0, de;q=0.1', locale: 'de-DE' },
    { header: 'en-gb,en;q=0.9,de;q=0.9', locale: 'en-GB' },
    { header: 'de-Latn-CH-1996-x-y', locale: 'de-CH' },
    { header: 'de-de-de-u-nu-thai', locale: 'de-DE' },
    { header: 'fr, *;q=0.5', locale: null },
    { header: '*', locale: null },
    { header: 'de;q=nonsense', locale: null },
    { header: undefined, locale: null },
  ])('is that of $locale by “$header”', ({ header, locale }) => {
    expect(preferredLocale(header)).toBe(locale);
  });

  test('is that of a locale, or none of ours', () => {
    expect([languageOf('de_CH'), languageOf('en-GB'), languageOf('fr'), languageOf(null)]).toEqual([
      'de',
      'en',
      null,
      null,
    ]);
  });
});
