import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { houseTitles, tellsTitlesApart, titleNamed, titlesOf } from './titles.ts';

const House = z.object(houseTitles).superRefine(tellsTitlesApart);
const [morning, evening] = [
  { key: 'morning', name: 'The Morning', url: 'https://morning.example' },
  { key: 'evening', name: 'The Evening', url: 'https://evening.example' },
];
const read = (titles?: unknown) =>
  House.safeParse({
    SITE_URL: 'https://morning.example/',
    ...(titles === undefined ? {} : { TITLES: JSON.stringify(titles) }),
  });

describe('the titles of a house', () => {
  test('are the one that comes with it, at its address, where none are named', () => {
    expect(titlesOf(read().data!)).toEqual([
      { key: 'meridian', name: 'The Meridian', url: 'https://morning.example' },
    ]);
  });

  test('are those that are named, the main one first', () => {
    expect(titlesOf(read([morning, evening]).data!)).toEqual([morning, evening]);
  });

  test('are found by their key, and the main one by any other: nobody is led to where no title is', () => {
    const titles = titlesOf(read([morning, evening]).data!);

    expect(titleNamed(titles, 'evening')).toEqual(evening);
    for (const key of ['https://evil.example', '__proto__', '', null, undefined])
      expect(titleNamed(titles, key)).toEqual(morning);
  });

  test.each([
    ['none at all', [], /TITLES/],
    ['no JSON', '{', /TITLES/],
    ['another main one than the address says', [evening, morning], /main/],
    ['two with one key', [morning, { ...evening, key: 'morning' }], /key/],
    ['two at one address', [morning, { ...evening, url: 'https://morning.example/' }], /url/],
    ['one on another’s host', [morning, { ...evening, url: 'https://morning.example/evening' }], /host/],
    ['one that browsers would not open', [morning, { ...evening, url: 'file:///evening' }], /TITLES/],
  ])('are refused: %s', (_, titles, says) => {
    const { error } = read(titles);
    expect(z.prettifyError(error!)).toMatch(says);
  });
});
