import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../process/bootstrap.mjs';
import { testNames } from './src/test-names.ts';

const CASES = 34;
const numbers = Array.from({ length: CASES }, (_, index) => index + 1);

const numbersIn = (text: string): number[] => [...text.matchAll(/\d+/g)].map(([number]) => Number(number));

/** Of “cases 6 and 9: a failed renewal…”, 6 and 9. */
const casesOf = (name: string): number[] =>
  [...name.matchAll(/\bcases? (\d+(?:(?:, | and )\d+)*):/g)].flatMap(([, named = '']) => numbersIn(named));

test('each of the known ways to go wrong has a test under its number', () => {
  const tests = globSync('apps/billing/{src,test}/**/*.test.ts', { cwd: root });
  const held = tests
    .flatMap((file) => testNames(readFileSync(path.join(root, file), 'utf8')))
    .flatMap(casesOf);

  expect([...new Set(held)].toSorted((a, b) => a - b)).toEqual(numbers);
});

test('and a row in the table that says what holds it', () => {
  const readme = readFileSync(path.join(root, 'apps/billing/README.md'), 'utf8');
  const [, table = ''] = readme.split('### Known ways to go wrong');
  const rows = [...(table.split('\n## ')[0] ?? '').matchAll(/^\| ([\d, ]+) +\|/gm)];

  expect(rows.flatMap(([, cell = '']) => numbersIn(cell)).toSorted((a, b) => a - b)).toEqual(numbers);
});
