import type { Rule } from './grant.ts';
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

type Page = BookedArticle & { readonly prepared: PreparedRule };

export type ArticleBook = {
  readonly byId: Map<string, Page>;
  readonly bySlug: Map<string, Page[]>;
  readonly rules: Map<string, PreparedRule>;
};

export const createArticleBook = (): ArticleBook => ({
  byId: new Map(),
  bySlug: new Map(),
  rules: new Map(),
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
  const page = { ...article, prepared };
  articles.byId.set(article.id, page);
  const namesakes = articles.bySlug.get(article.slug);
  if (namesakes === undefined) articles.bySlug.set(article.slug, [page]);
  else namesakes.push(page);
  return true;
}

function unname({ bySlug }: ArticleBook, page: Page): void {
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
  const page = articles.byId.get(name);
  if (page !== undefined) return isMeant(page, publication) ? page.prepared : null;
  const namesakes = articles.bySlug.get(name);
  if (namesakes === undefined) return null;
  for (const candidate of namesakes) if (isMeant(candidate, publication)) return candidate.prepared;
  return null;
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
