import type { Rule } from './grant.ts';
import { idWords, readId, readIdInLowerCase } from './ids.ts';
import {
  createDraft,
  createReaderTable,
  findReader,
  POOL_AT,
  put,
  type Draft,
  type ReaderTable,
} from './reader-table.ts';
import { wantOf, type Shapes, type Want } from './shapes.ts';

/** A rule with its instants as milliseconds, for any number of articles at once. */
export type PreparedRule = {
  /** Of its articles; null where a question names none. */
  readonly publication: string | null;
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

type Page = BookedArticle & { readonly prepared: PreparedRule };

export type ArticleBook = {
  readonly byId: Map<string, Page>;
  readonly bySlug: Map<string, Page[]>;
  readonly rules: Map<string, NumberedRule>;
  /**
   * Finds an article's rule by its id without hashing a text and without touching its page: where an entry of a reader
   * has its place in the pool, this one has the number of the rule.
   */
  readonly numbers: ReaderTable;
  /** By number; the first is that of articles that were withdrawn. */
  readonly ruleList: (PreparedRule | null)[];
  readonly draft: Draft;
};

type NumberedRule = { readonly prepared: PreparedRule; readonly number: number };

const WITHDRAWN = 0;

export const createArticleBook = (): ArticleBook => ({
  byId: new Map(),
  bySlug: new Map(),
  rules: new Map(),
  numbers: createReaderTable({ ids: false }),
  ruleList: [null],
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

  const { prepared, number } = prepare(articles, shapes, article);
  const page = { ...article, prepared };
  articles.byId.set(article.id, page);
  file(articles, page, number);
  const namesakes = articles.bySlug.get(article.slug);
  if (namesakes === undefined) articles.bySlug.set(article.slug, [page]);
  else namesakes.push(page);
  return true;
}

function file({ numbers, draft }: ArticleBook, { id, isWithdrawn }: Page, rule: number): void {
  if (!readId(id)) return;
  draft.key.set(idWords);
  // Whoever is filed last counts.
  draft.version += 1;
  put(numbers, draft);
  idWords.set(draft.key);
  numbers.entries[findReader(numbers) + POOL_AT] = isWithdrawn ? WITHDRAWN : rule;
}

function unname({ bySlug }: ArticleBook, page: Page): void {
  const others = (bySlug.get(page.slug) ?? []).filter((candidate) => candidate !== page);
  if (others.length === 0) bySlug.delete(page.slug);
  else bySlug.set(page.slug, others);
}

function prepare(articles: ArticleBook, shapes: Shapes, article: BookedArticle): NumberedRule {
  const { access, feature, notBefore, notAfter } = article.rule;
  const key = JSON.stringify([article.publication, access, feature, notBefore, notAfter]);
  const known = articles.rules.get(key);
  if (known !== undefined) return known;
  const prepared = {
    publication: article.publication,
    access,
    want: access !== 'feature' || feature === null ? null : wantOf(shapes, article.publication, feature),
    notBefore: notBefore?.getTime() ?? -Infinity,
    notAfter: notAfter?.getTime() ?? Infinity,
  };
  const numbered = { prepared, number: articles.ruleList.push(prepared) - 1 };
  articles.rules.set(key, numbered);
  return numbered;
}

/** The rule of an article by id or slug; null for one that is not known or was withdrawn. */
export function ruleOf(articles: ArticleBook, name: string, publication: string | null): PreparedRule | null {
  // An id in upper case is nobody's name, here as elsewhere.
  const at = readIdInLowerCase(name) ? findReader(articles.numbers) : -1;
  return at === -1 ? ruleByName(articles, name, publication) : ruleAt(articles, at, publication);
}

/** By what an article is called, which may look like an id that no article has. */
export function ruleByName(
  articles: ArticleBook,
  name: string,
  publication: string | null,
): PreparedRule | null {
  const namesakes = articles.bySlug.get(name);
  if (namesakes === undefined) return null;
  for (const candidate of namesakes) if (isMeant(candidate, publication)) return candidate.prepared;
  return null;
}

/** By where an article was found among the `numbers`. */
export function ruleAt(
  { numbers, ruleList }: ArticleBook,
  at: number,
  publication: string | null,
): PreparedRule | null {
  const rule = ruleList[numbers.entries[at + POOL_AT]!]!;
  return rule !== null && (publication === null || rule.publication === publication) ? rule : null;
}

const isMeant = (page: Page, publication: string | null): boolean =>
  !page.isWithdrawn && (publication === null || page.publication === publication);

/** The rule behind a question that names a feature and no article. */
export const ruleFor = (shapes: Shapes, publication: string | null, feature: string): PreparedRule => ({
  publication: null,
  access: 'feature',
  want: wantOf(shapes, publication, feature),
  notBefore: -Infinity,
  notAfter: Infinity,
});
