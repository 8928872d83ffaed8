import { readingMinutes, type ArticleSummary } from '../domain/article.ts';
import type { OpenAll } from '../domain/open-all.ts';
import { HEIGHT, WIDTH, type PictureSpec } from '../domain/picture.ts';
import { FOUND } from '../usecases/ports.ts';
import type { Reading } from '../usecases/read-article.ts';
import { escapeText } from './escape.ts';
import type { PictureLinks } from './picture-links.ts';

/** Lists what leaves the service field by field, so a new column never leaks by itself. */
export function toSummary(article: ArticleSummary, pictures: readonly PictureSpec[], links: PictureLinks) {
  const lead = pictures.find(({ name }) => name === article.picture);
  return { ...shared(article, lead, links), access: article.rule.access, feature: article.rule.feature };
}

export function toArticle({ article, access, pass, body, lead, pictures }: Reading, links: PictureLinks) {
  const isForSome = body.whole && article.rule.access !== 'free';
  return {
    ...shared(article, lead ?? undefined, links),
    publication: article.publication,
    rule: article.rule.access,
    feature: article.rule.feature,
    ...(article.rule.isMetered === true ? { isMetered: true as const } : {}),
    access: {
      granted: access.granted,
      reason: access.reason,
      ...(access.meter === undefined ? {} : { meter: access.meter }),
      ...(pass === null ? {} : { pass }),
    },
    body: body.whole ? body.html : undefined,
    teaser: body.whole ? undefined : body.html,
    pictures: pictures.map((spec) =>
      toPicture(spec, isForSome ? links.signed(spec.name) : links.open(spec.name)),
    ),
  };
}

/** HTML: the snippet's text, escaped, with what was looked for in `<mark>`. */
export const toSnippet = (text: string): string =>
  escapeText(text).replaceAll(FOUND.start, '<mark>').replaceAll(FOUND.end, '</mark>');

function shared(article: ArticleSummary, lead: PictureSpec | undefined, links: PictureLinks) {
  const { id, slug, kind, title, dek, section, author, column, publishedAt, words } = article;
  return {
    id,
    slug,
    kind,
    title,
    dek,
    section,
    author,
    column,
    publishedAt: publishedAt.toISOString(),
    readingMinutes: readingMinutes(words),
    picture: lead === undefined ? null : toPicture(lead, links.open(lead.name)),
  };
}

const toPicture = ({ name, alt, caption, credit }: PictureSpec, src: string) => ({
  name,
  src,
  alt,
  caption,
  credit,
  width: WIDTH,
  height: HEIGHT,
});

export const toOpenAll = ({
  id,
  reason,
  askedBy,
  askedAt,
  approvedBy,
  until,
  closedBy,
  closedAt,
}: OpenAll) => ({
  id,
  reason,
  askedBy,
  askedAt: askedAt.toISOString(),
  approvedBy,
  until: until?.toISOString() ?? null,
  closedBy,
  closedAt: closedAt?.toISOString() ?? null,
});
