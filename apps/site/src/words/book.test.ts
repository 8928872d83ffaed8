import { mistakesIn } from '@gatefold/words';
import { expect, test } from 'vitest';
import { english, german } from '../../test/voices.ts';
import { phrases } from './book.ts';
import type { PlainKey } from './voice.ts';

test('every phrase can be said in each language, and asks for the same in all of them', () => {
  expect(mistakesIn(phrases)).toEqual([]);
});

test('no phrase is left in English', () => {
  const alike = Object.entries(phrases).filter(([, { en, de }]) => en === de && /\p{L} \p{L}/u.test(en));

  expect(alike.map(([key]) => key)).toEqual([]);
});

test('no phrase makes light of what went wrong', () => {
  const light = Object.entries(phrases).filter(([, said]) =>
    /\b(oops|whoops|sorry|hoppla|ups|huch)\b/i.test(`${said.en} ${said.de}`),
  );

  expect(light.map(([key]) => key)).toEqual([]);
});

test('money and dates are written as a reader writes them, with the zone', () => {
  const price = { amount: '1250', currency: 'USD' };
  const end = '2026-12-22T12:40:00Z';

  expect([english.money(price), german.money(price)]).toEqual(['$12.50', '12,50\u00a0$']);
  expect(english.moment(end)).toBe('December 22, 2026 at 7:40 AM (New York time)');
  expect(german.moment(end)).toBe('22. Dezember 2026 um 13:40 (Ortszeit Berlin)');
});

test('a plain key is one that can be said without anything', () => {
  const plain: PlainKey[] = ['wall.subscribe'];
  // @ts-expect-error it asks for an amount
  plain.push('skip.says');

  expect(english.say('wall.subscribe')).toBe('Subscribe now');
});
