import type { Article, Block } from './article.ts';
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
  const teaser = teaserOf(article.blocks);
  if (access.granted === true)
    return { whole: true, html: join(marked(article.blocks, teaser.length)), pictures: article.gallery };
  return { whole: false, html: join(teaser), pictures: article.gallery.slice(0, 1) };
}

/** Where the teaser ends, a reader who comes back from the wall reads on. */
const marked = (blocks: readonly Block[], rest: number): Pick<Block, 'html'>[] =>
  blocks.map(({ html }, index) => ({ html: index === rest ? html.replace(/^<\w+/, '$& id="rest"') : html }));

const join = (blocks: readonly { readonly html: string }[]): string =>
  blocks.map(({ html }) => html).join('\n');
