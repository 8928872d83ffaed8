import type { Element, Root, RootContent } from 'hast';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import type { Block } from '../../domain/article.ts';

const kinds: Readonly<Record<string, Block['kind']>> = {
  p: 'paragraph',
  h2: 'heading',
  h3: 'heading',
  blockquote: 'quote',
  ul: 'list',
  ol: 'list',
};

const schema = {
  ...defaultSchema,
  tagNames: [...Object.keys(kinds), 'li', 'a', 'em', 'strong', 'br', 'code'],
};

const toTree = unified().use(remarkParse).use(remarkRehype).use(rehypeSanitize, schema);
const toHtml = unified().use(rehypeStringify);

/**
 * The blocks of a text written in Markdown.
 *
 * Raw HTML, scripts, images and every element that an article does not need are dropped here,
 * before anything is stored, so that what is stored may be sent as it is.
 */
export function blocksFromMarkdown(markdown: string): Block[] {
  const tree = toTree.runSync(toTree.parse(markdown)) as Root;
  return tree.children.flatMap((node) => {
    const kind = node.type === 'element' ? kinds[node.tagName] : undefined;
    if (kind === undefined) return [];
    return [
      { kind, html: toHtml.stringify({ type: 'root', children: [node] }), words: countWords(textOf(node)) },
    ];
  });
}

/** What a reader sees of cleaned HTML, as one line. */
export const plainText = (blocks: readonly Block[]): string =>
  blocks
    .map(({ html }) => html.replaceAll(/<[^>]+>/g, ' '))
    .join(' ')
    .replaceAll('&#x3C;', '<')
    .replaceAll('&#x26;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();

const countWords = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

function textOf(node: RootContent | Element): string {
  if (node.type === 'text') return node.value;
  return node.type === 'element' ? node.children.map(textOf).join('') : '';
}
