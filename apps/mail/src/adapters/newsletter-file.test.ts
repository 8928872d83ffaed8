import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readNewsletterFile } from './newsletter-file.ts';

const said = { en: 'One', de: 'Eins' };
const one = { key: 'one', publication: 'meridian', feature: null, name: said, about: said, rhythm: said };

const read = (content: unknown) => {
  const path = join(mkdtempSync(join(tmpdir(), 'newsletters-')), 'newsletters.json');
  writeFileSync(path, JSON.stringify(content));
  return readNewsletterFile(path);
};

test('the newsletters that ship are usable: some for everybody, some for subscribers', () => {
  const all = readNewsletterFile(new URL('../../newsletters.json', import.meta.url));
  expect(new Set(all.map(({ feature }) => feature))).toEqual(new Set(['newsletter', null]));
});

test('one that lacks a language, or a key that stands there twice, is refused by name', () => {
  expect(() => read([{ ...one, about: { en: 'One' } }])).toThrow(/about/);
  expect(() => read([one, one])).toThrow(/twice/);
});
