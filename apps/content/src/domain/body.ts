import type { Article } from './article.ts';
import { teaserOf } from './teaser.ts';

/** What the one who asks may do with this article. Anything but `granted: true` gets the teaser. */
export type Access = { readonly granted: boolean };

export type Body =
  | { readonly whole: true; readonly html: string; readonly pictures: readonly string[] }
  | { readonly whole: false; readonly html: string; readonly pictures: readonly string[] };

/**
 * The text of an article for one who has this access. The only function that makes a body, for
 * every surface: page, JSON, search, feed, mail, structured data.
 *
 * Deny by default: without a grant it is the teaser, and of a gallery the first picture.
 */
export function bodyOf(article: Article, access: Access): Body {
  if (access.granted === true) return { whole: true, html: join(article.blocks), pictures: article.gallery };
  return { whole: false, html: join(teaserOf(article.blocks)), pictures: article.gallery.slice(0, 1) };
}

const join = (blocks: readonly { readonly html: string }[]): string =>
  blocks.map(({ html }) => html).join('\n');
