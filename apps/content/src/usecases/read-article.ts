import type { BusinessClock } from '@gatefold/kernel';
import type { Article } from '../domain/article.ts';
import { bodyOf, type Body } from '../domain/body.ts';
import type { PictureSpec } from '../domain/picture.ts';
import { refuse } from '../domain/refusals.ts';
import type { AccessAnswer, ArticleStore, Gate } from './ports.ts';

export type ReadArticle = {
  readonly slug: string;
  readonly reader: string | null;
  /** A revision of billing that the answer must know of, for one who has just paid. */
  readonly atLeast: string | null;
  readonly giftLink: string | null;
  readonly meter: string | null;
};

export type Reading = {
  readonly article: Article;
  readonly access: AccessAnswer;
  readonly body: Body;
  readonly lead: PictureSpec | null;
  /** Of the gallery, as far as the body shows it. */
  readonly pictures: readonly PictureSpec[];
};

/** An article as this reader may see it now. Refuses with `article-not-found`. */
export const readArticle =
  ({ articles, gate, clock }: { articles: ArticleStore; gate: Gate; clock: BusinessClock }) =>
  async ({ slug, reader, atLeast, giftLink, meter }: ReadArticle): Promise<Reading> => {
    const article = await articles.find(slug, clock.now());
    if (article === null) throw refuse('article-not-found');

    const { id, publication, rule } = article;
    const access = await gate.check({
      reader,
      article: id,
      publication,
      rule,
      atLeast,
      giftLink,
      // Nobody is counted for what has no meter.
      meter: rule.isMetered === true ? meter : null,
    });
    const body = bodyOf(article, access);
    const names = [...body.pictures, ...(article.picture === null ? [] : [article.picture])];
    const specs = await articles.pictures(names);
    const named = (name: string): PictureSpec[] => specs.filter((spec) => spec.name === name);

    return {
      article,
      access,
      body,
      lead: article.picture === null ? null : (named(article.picture)[0] ?? null),
      pictures: body.pictures.flatMap(named),
    };
  };
