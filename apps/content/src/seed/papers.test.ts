import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDraft } from './front-matter.ts';
import { manuscriptOf } from './manuscript.ts';
import { About, Authors, Columns, Pictures, Sections } from './paper.ts';

const seeds = path.resolve(import.meta.dirname, '../../seed');
const today = new Date('2026-11-25T18:00:00Z');

const papers = readdirSync(seeds).map((name) => {
  const read = (file: string) => JSON.parse(readFileSync(path.join(seeds, name, file), 'utf8')) as unknown;
  const about = About.parse(read('paper.json'));
  const folder = path.join(seeds, name, 'articles');
  const articles = readdirSync(folder).map((file) =>
    manuscriptOf(readDraft(file, readFileSync(path.join(folder, file), 'utf8')), about, today),
  );
  const slugs = {
    section: Sections.parse(read('sections.json')).map(({ slug }) => slug),
    author: Authors.parse(read('authors.json')).map(({ slug }) => slug),
    column: Columns.parse(read('columns.json')).map(({ slug }) => slug),
    picture: Pictures.parse(read('images.json')).map((picture) => picture.name),
  };
  return { name, about, articles, slugs };
});

describe.each(papers)('the seeded paper $name', ({ about, articles, slugs }) => {
  it('refers to nothing that it does not have', () => {
    for (const { section, author, column, picture, gallery } of articles) {
      expect(slugs.section).toContain(section);
      expect(slugs.author).toContain(author);
      for (const name of column === null ? [] : [column]) expect(slugs.column).toContain(name);
      for (const name of [...gallery, ...(picture === null ? [] : [picture])])
        expect(slugs.picture).toContain(name);
    }
  });

  it('has something in each section, for each kind of rule and under its own key', () => {
    expect(new Set(articles.map(({ section }) => section))).toEqual(new Set(slugs.section));
    expect(new Set(articles.map(({ rule }) => rule.access)).size).toBe(3);
    expect(articles.some(({ rule }) => rule.isMetered === true)).toBe(true);
    expect(new Set(articles.map(({ publication }) => publication))).toEqual(new Set([about.publication]));
  });
});

it('no name is in two papers, since pictures and addresses are told apart in the whole house', () => {
  const all = papers.flatMap(({ articles, slugs }) => [
    ...articles.map(({ slug }) => `article ${slug}`),
    ...Object.entries(slugs).flatMap(([kind, names]) => names.map((name) => `${kind} ${name}`)),
  ]);
  expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
  expect(papers.map(({ about }) => about.publication)).toEqual(['meridian', 'signal']);
});
