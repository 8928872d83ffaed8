import type { Rule } from './grant.ts';
import { idWords, readId } from './ids.ts';
import {
  createDraft,
  createReaderTable,
  findReader,
  put,
  VERSION,
  type Draft,
  type ReaderTable,
} from './reader-table.ts';
import { wantOf, type Shapes, type Want } from './shapes.ts';

/** A rule with its instants as milliseconds, for any number of articles at once. */
export type PreparedRule = {
  readonly access: Rule['access'];
  /** Null where no grant is asked for, and where the rule names no feature, which opens nothing. */
  readonly want: Want | null;
  /** -Infinity and Infinity where the rule has no such date. */
  readonly notBefore: number;
  readonly notAfter: number;
};

/** What is known of an article: how it is named and who may read it. */
export type BookedArticle = {
  readonly id: string;
  readonly slug: string;
  readonly publication: string;
  readonly rule: Rule;
  readonly isWithdrawn: boolean;
  readonly epoch: number;
  readonly sequence: number;
};

type Page = BookedArticle & { readonly prepared: PreparedRule; readonly number: number };

export type ArticleBook = {
  readonly byId: Map<string, Page>;
  readonly bySlug: Map<string, Page[]>;
  readonly rules: Map<string, PreparedRule>;
  /** Finds an article's page by its id without hashing a text: an entry's version is the number of the page. */
  readonly numbers: ReaderTable;
  readonly pages: (Page | null)[];
  readonly draft: Draft;
};

export const createArticleBook = (): ArticleBook => ({
  byId: new Map(),
  bySlug: new Map(),
  rules: new Map(),
  numbers: createReaderTable({ ids: false }),
  pages: [],
  draft: createDraft(),
});

/** The highest (epoch, sequence) of an article stays, in whatever order they come. */
export function book(articles: ArticleBook, shapes: Shapes, article: BookedArticle): boolean {
  const known = articles.byId.get(article.id);
  const isOld =
    known !== undefined &&
    (article.epoch < known.epoch || (article.epoch === known.epoch && article.sequence <= known.sequence));
  if (isOld) return false;
  if (known !== undefined) unname(articles, known);

  const prepared = prepare(articles, shapes, article);
  const page = { ...article, prepared, number: articles.pages.length };
  articles.byId.set(article.id, page);
  file(articles, page);
  const namesakes = articles.bySlug.get(article.slug);
  if (namesakes === undefined) articles.bySlug.set(article.slug, [page]);
  else namesakes.push(page);
  return true;
}

function file({ numbers, pages, draft }: ArticleBook, page: Page): void {
  pages.push(page);
  if (!readId(page.id)) return;
  draft.key.set(idWords);
  draft.version = page.number;
  put(numbers, draft);
}

function unname({ bySlug, pages }: ArticleBook, page: Page): void {
  pages[page.number] = null;
  const others = (bySlug.get(page.slug) ?? []).filter((candidate) => candidate !== page);
  if (others.length === 0) bySlug.delete(page.slug);
  else bySlug.set(page.slug, others);
}

function prepare(articles: ArticleBook, shapes: Shapes, article: BookedArticle): PreparedRule {
  const { access, feature, notBefore, notAfter } = article.rule;
  const key = JSON.stringify([article.publication, access, feature, notBefore, notAfter]);
  const known = articles.rules.get(key);
  if (known !== undefined) return known;
  const prepared = {
    access,
    want: access !== 'feature' || feature === null ? null : wantOf(shapes, article.publication, feature),
    notBefore: notBefore?.getTime() ?? -Infinity,
    notAfter: notAfter?.getTime() ?? Infinity,
  };
  articles.rules.set(key, prepared);
  return prepared;
}

/** The rule of an article by id or slug; null for one that is not known or was withdrawn. */
export function ruleOf(articles: ArticleBook, name: string, publication: string | null): PreparedRule | null {
  const page = pageOf(articles, name);
  if (page !== null) return isMeant(page, publication) ? page.prepared : null;
  const namesakes = articles.bySlug.get(name);
  if (namesakes === undefined) return null;
  for (const candidate of namesakes) if (isMeant(candidate, publication)) return candidate.prepared;
  return null;
}

/**
 * The same by an id whose words were read last, in lower case; undefined where no article has that id, which may
 * then be the name of one.
 */
export function ruleByWords(
  { numbers, pages }: ArticleBook,
  publication: string | null,
): PreparedRule | null | undefined {
  const at = findReader(numbers);
  const page = at === -1 ? null : pages[numbers.entries[at + VERSION]!]!;
  if (page === null) return undefined;
  return isMeant(page, publication) ? page.prepared : null;
}

function pageOf({ numbers, pages }: ArticleBook, name: string): Page | null {
  const at = readId(name) ? findReader(numbers) : -1;
  const page = at === -1 ? null : pages[numbers.entries[at + VERSION]!]!;
  // An id in upper case is nobody's name, here as elsewhere.
  return page !== null && page.id === name ? page : null;
}

const isMeant = (page: Page, publication: string | null): boolean =>
  !page.isWithdrawn && (publication === null || page.publication === publication);

/** The rule behind a question that names a feature and no article. */
export const ruleFor = (shapes: Shapes, publication: string | null, feature: string): PreparedRule => ({
  access: 'feature',
  want: wantOf(shapes, publication, feature),
  notBefore: -Infinity,
  notAfter: Infinity,
});
