import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../process/bootstrap.mjs';

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const source = globSync('{apps,packages}/*/src/**/*.ts', { cwd: root })
  .filter((file) => !/generated|\.test\.ts$/.test(file))
  .map(read)
  .join('\n');

const page = read('docs/operations.md');
const table = page.slice(page.indexOf('| figure')).split('\n\n')[0] ?? '';

/** What stands in backticks in the first column. */
const figures = table
  .split('\n')
  .flatMap((line) => [...(line.split(' | ')[0] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name));

test('the page on operations has figures to watch', () => expect(figures.length).toBeGreaterThan(10));

test.each(figures)('%s, which the page says to watch, is measured by some service', (figure) => {
  expect(source).toContain(`'${figure}'`);
});
