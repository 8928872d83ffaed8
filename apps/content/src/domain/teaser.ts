import { wordsOf, type Block } from './article.ts';

/** A teaser ends with the paragraph in which it reaches this many words. */
const ENOUGH_WORDS = 90;

/** A teaser is at most this part of the text, so that a short note is not given away. */
const LARGEST_SHARE = 1 / 3;

/**
 * The blocks that everyone may read: whole paragraphs from the start, never a cut sentence.
 *
 * The first paragraph is always in it, unless it is all there is or more than half of the text.
 * Headings, quotes and lists end the teaser, since they give away what follows.
 */
export function teaserOf(blocks: readonly Block[]): readonly Block[] {
  const total = wordsOf(blocks);
  const lead = blocks[0];
  if (lead === undefined || lead.kind !== 'paragraph' || lead.words > total / 2) return [];

  const taken = [lead];
  for (const block of blocks.slice(1)) {
    const words = wordsOf(taken);
    if (block.kind !== 'paragraph' || words >= ENOUGH_WORDS || words + block.words > total * LARGEST_SHARE)
      break;
    taken.push(block);
  }
  return taken;
}
