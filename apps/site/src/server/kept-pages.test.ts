import { expect, test } from 'vitest';
import { createKeptPages, LASTS_MS, OLD_MS, type KeptPage } from './kept-pages.ts';

const moment = { edition: 1, business: 1_000, machine: 1_000 };
const aPage = (overrides: Partial<KeptPage> = {}): KeptPage => ({
  article: 'a',
  headers: [],
  body: Buffer.alloc(1_000),
  etag: null,
  edition: 1,
  from: 1_000,
  until: 2_000,
  madeAt: 1_000,
  ...overrides,
});

test('a page is there for its own variant, edition and time', () => {
  const pages = createKeptPages(100_000);
  const page = aPage();
  pages.keep('one', page);
  expect(pages.at('one', moment)).toBe(page);
  expect(pages.at('other', moment)).toBeNull();
  expect(pages.at('one', { ...moment, edition: 2 })).toBeNull();
  expect(pages.at('one', { ...moment, business: 999 })).toBeNull();
  expect(pages.at('one', { ...moment, business: 2_000 })).toBeNull();
  expect(pages.at('one', { ...moment, machine: 1_000 + LASTS_MS })).toBeNull();
});

test('an old page is made anew by one, while the others get it; by another one when nothing came of it', () => {
  const pages = createKeptPages(100_000);
  pages.keep('one', aPage());
  const old = { ...moment, machine: 1_000 + OLD_MS };
  expect(pages.at('one', old)).toBeNull();
  expect(pages.at('one', old)).not.toBeNull();
  expect(pages.at('one', { ...old, machine: old.machine + 5_000 })).toBeNull();
  expect(pages.at('one', { ...old, machine: old.machine + 5_000 })).not.toBeNull();
});

test('never holds more than it may; what was made longest ago goes first', () => {
  const pages = createKeptPages(10_000);
  for (let count = 0; count < 1_000; count += 1) {
    pages.keep(`page ${count}`, aPage());
    expect(pages.bytes).toBeLessThanOrEqual(10_000);
  }
  expect(pages.size).toBe(3);
  expect(pages.at('page 999', moment)).not.toBeNull();
  expect(pages.at('page 996', moment)).toBeNull();
});

test('a page in the place of another counts once, and one that is too large is not kept', () => {
  const pages = createKeptPages(10_000);
  pages.keep('one', aPage());
  const { bytes } = pages;
  pages.keep('one', aPage());
  expect(pages.bytes).toBe(bytes);
  pages.keep('one', aPage({ body: Buffer.alloc(10_001) }));
  expect(pages.bytes).toBe(0);
});
