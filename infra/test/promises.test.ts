import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../process/bootstrap.mjs';
import { testNames } from './src/test-names.ts';

const PAGE = 'docs/reader-promises.md';
const page = readFileSync(path.join(root, PAGE), 'utf8');

type Promised = { readonly promise: string; readonly file: string; readonly name: string };

const promisedIn = (section: string): Promised[] =>
  [...section.matchAll(/^\| (.+?) +\| \[.+?\]\(\.\.\/(.+?)\) +\| (.+?) +\|$/gm)].map(
    ([, promise = '', file = '', name = '']) => ({ promise, file, name: name.replaceAll(/\\(.)/g, '$1') }),
  );

const namesIn = new Map<string, readonly string[]>();
function namesOf(file: string): readonly string[] {
  const known = namesIn.get(file);
  if (known !== undefined) return known;
  const place = path.join(root, file);
  const names = existsSync(place) ? testNames(readFileSync(place, 'utf8')) : [];
  namesIn.set(file, names);
  return names;
}

describe('a promise to readers', () => {
  test.each(promisedIn(page))('is kept by a test: $promise', ({ file, name }) => {
    expect(file).toMatch(/\.test\.tsx?$/);
    expect(namesOf(file)).toContain(name);
  });

  test('stands once on its page, and every row of a table is one', () => {
    const promises = promisedIn(page).map(({ promise }) => promise);
    const rows = page.split('\n').filter((line) => line.startsWith('|') && !/^\| (promise|-)/.test(line));

    expect(new Set(promises).size).toBe(promises.length);
    expect(promises.length).toBe(rows.length);
  });

  test('goes beyond what must be in fifteen places and more', () => {
    expect(promisedIn(page.split('## Beyond that')[1] ?? '').length).toBeGreaterThanOrEqual(15);
  });
});

describe('the names of tests', () => {
  test('are read from their files, each with its groups, however its cases are given', () => {
    const source = `
      describe.each(themes)('the theme %s', () => {
        test.concurrent.each([1])('is read at %s px', async () => { await it2('no test'); });
        describe('in the dark', () => { it(\`too\`, () => {}); });
      });
      // test('is a comment', …)
      test(named, () => {});`;

    expect(testNames(source)).toEqual(['the theme %s is read at %s px', 'the theme %s in the dark too']);
  });
});
