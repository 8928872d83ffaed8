import type { AccessRule, Article, Block } from '../src/domain/article.ts';
import type { Manuscript } from '../src/usecases/ports.ts';

/** A paragraph of so many words, each of them `word`. */
export const aParagraph = (words: number, word = 'word'): Block => ({
  kind: 'paragraph',
  html: `<p>${Array.from({ length: words }, () => word).join(' ')}</p>`,
  words,
});

export const aBlock = (kind: Block['kind'], words: number): Block => ({ ...aParagraph(words), kind });

export const free: AccessRule = { access: 'free', feature: null, notBefore: null, notAfter: null };
export const forHolders = (feature = 'articles'): AccessRule => ({ ...free, access: 'feature', feature });

export function anArticle(change: Partial<Article> = {}): Article {
  const blocks = [
    aParagraph(60, 'first'),
    aParagraph(40, 'second'),
    aParagraph(200, 'third'),
    aParagraph(200, 'fourth'),
  ];
  return {
    id: '018f2f60-0000-7000-8000-000000000001',
    slug: 'a-ship-comes-in',
    publication: 'meridian',
    kind: 'article',
    title: 'A ship comes in',
    dek: 'It was late.',
    section: { slug: 'harbour', name: 'Harbour' },
    author: { slug: 'ines-okafor', name: 'Ines Okafor' },
    column: null,
    publishedAt: new Date('2026-01-01T06:00:00Z'),
    words: 500,
    picture: null,
    rule: forHolders(),
    blocks,
    gallery: [],
    ...change,
  };
}

export function aManuscript(change: Partial<Manuscript> = {}): Manuscript {
  const { id: _id, section, author, column: _column, ...article } = anArticle();
  return {
    ...article,
    section: section.slug,
    author: author.slug,
    column: null,
    teaserText: 'first second',
    bodyText: 'third fourth',
    ...change,
  };
}
