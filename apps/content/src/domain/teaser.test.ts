import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aBlock, aParagraph } from '../../test/builders.ts';
import { wordsOf, type Block } from './article.ts';
import { teaserOf } from './teaser.ts';

describe('what everyone may read of an article', () => {
  it('is nothing of an article without text', () => {
    expect(teaserOf([])).toEqual([]);
  });

  it('is nothing when the first paragraph is all there is', () => {
    expect(teaserOf([aParagraph(80)])).toEqual([]);
  });

  it('is nothing when the first paragraph is more than half of the text', () => {
    expect(teaserOf([aParagraph(51), aParagraph(49)])).toEqual([]);
  });

  it('is the first paragraph when that is exactly half of the text', () => {
    expect(teaserOf([aParagraph(50), aParagraph(50)])).toHaveLength(1);
  });

  it('goes on to the paragraph that reaches ninety words, and not beyond it', () => {
    expect(teaserOf([40, 49, 1, 300, 300].map((words) => aParagraph(words)))).toHaveLength(3);
    expect(teaserOf([40, 50, 1, 300, 300].map((words) => aParagraph(words)))).toHaveLength(2);
  });

  it('is at most a third of the text after the first paragraph', () => {
    expect(teaserOf([aParagraph(20), aParagraph(30), aParagraph(100)])).toHaveLength(2);
    expect(teaserOf([aParagraph(20), aParagraph(31), aParagraph(99)])).toHaveLength(1);
  });

  it.each(['heading', 'quote', 'list'] as const)(
    'ends before a %s, which gives away what follows',
    (kind) => {
      expect(teaserOf([aParagraph(30), aBlock(kind, 5), aParagraph(20), aParagraph(400)])).toHaveLength(1);
    },
  );

  it.each(['heading', 'quote', 'list'] as const)('is nothing when the text opens with a %s', (kind) => {
    expect(teaserOf([aBlock(kind, 5), aParagraph(20), aParagraph(400)])).toEqual([]);
  });

  const blocks = fc.array(
    fc.record({
      kind: fc.constantFrom('paragraph', 'paragraph', 'paragraph', 'heading', 'quote', 'list'),
      words: fc.integer({ min: 1, max: 400 }),
    }),
    { maxLength: 30 },
  );
  const textOf = (shape: readonly { kind: string; words: number }[]): Block[] =>
    shape.map(({ kind, words }) => aBlock(kind as Block['kind'], words));

  it('is always whole paragraphs from the start, in every text', () => {
    fc.assert(
      fc.property(blocks, (shape) => {
        const text = textOf(shape);
        const teaser = teaserOf(text);
        expect(teaser).toEqual(text.slice(0, teaser.length));
        expect(teaser.every(({ kind }) => kind === 'paragraph')).toBe(true);
      }),
    );
  });

  it('never is more than half of a text, and never all of it', () => {
    fc.assert(
      fc.property(blocks, (shape) => {
        const text = textOf(shape);
        const teaser = teaserOf(text);
        expect(wordsOf(teaser)).toBeLessThanOrEqual(wordsOf(text) / 2);
        if (text.length > 0) expect(teaser.length).toBeLessThan(text.length);
      }),
    );
  });
});
