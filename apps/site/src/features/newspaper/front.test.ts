import { expect, test } from 'vitest';
import { layOut, type Summary } from './front.ts';

const coast = { slug: 'coast', name: 'Coast' };
const economy = { slug: 'economy', name: 'Economy' };
const sections = [economy, coast];

const piece = (id: number, overrides: Partial<Summary> = {}): Summary => ({
  id: String(id),
  kind: 'article',
  section: id % 2 === 0 ? coast : economy,
  picture: {},
  ...overrides,
});

test('no piece stands on the front page twice', () => {
  const newest = Array.from({ length: 40 }, (_, id) =>
    piece(id, { kind: id % 7 === 3 ? 'column' : id % 11 === 5 ? 'gallery' : 'article' }),
  );
  const { lead, seconds, latest, columns, galleries, sections: bySection } = layOut(newest, sections);
  const shown = [
    lead,
    ...seconds,
    ...latest,
    ...columns,
    ...galleries,
    ...bySection.flatMap(({ articles }) => articles),
  ];

  expect(shown).not.toContain(null);
  expect(new Set(shown.map((one) => one?.id)).size).toBe(shown.length);
});

test('the lead is the newest article with a picture', () => {
  const newest = [piece(0, { picture: null }), piece(1, { kind: 'column' }), piece(2), piece(3)];

  expect(layOut(newest, sections).lead?.id).toBe('2');
});

test('sections stand in their own order, and one without articles is left out', () => {
  const newest = Array.from({ length: 20 }, (_, id) => piece(id));
  const order = [economy, { slug: 'sport', name: 'Sport' }, coast];

  expect(layOut(newest, order).sections.map(({ section }) => section.slug)).toEqual(['economy', 'coast']);
});

test('an empty paper has an empty front page', () => {
  expect(layOut([], sections)).toEqual({
    lead: null,
    seconds: [],
    latest: [],
    columns: [],
    galleries: [],
    sections: [],
  });
});
