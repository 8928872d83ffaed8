import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../process/bootstrap.mjs';

const pages = globSync(['*.md', 'docs/**/*.md', '{apps,packages,infra,tests}/**/*.md'], {
  cwd: root,
  exclude: (name) =>
    ['seed', 'node_modules', 'build', 'dist', 'generated', '.gatefold'].includes(path.basename(name)),
});

/** Links and pictures of a page that lead to a file, without their anchors. */
const linksOf = (page: string): string[] =>
  [...readFileSync(path.join(root, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.split('#')[0] ?? '')
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));

test('there are pages to look at', () => expect(pages.length).toBeGreaterThan(20));

test.each(pages)('every link of %s leads somewhere', (page) => {
  const broken = linksOf(page).filter(
    (target) => !existsSync(path.resolve(root, path.dirname(page), target)),
  );

  expect(broken).toEqual([]);
});
