import { describe, expect, it } from 'vitest';
import { blocksFromMarkdown, plainText } from './blocks.ts';

const htmlOf = (markdown: string): string =>
  blocksFromMarkdown(markdown)
    .map(({ html }) => html)
    .join('');

describe('a text that is handed in', () => {
  it('becomes pieces that are never cut, with their words counted', () => {
    const blocks = blocksFromMarkdown('One two *three*.\n\n## Four\n\n> Five six\n\n- seven\n- eight\n');
    expect(blocks.map(({ kind, words }) => [kind, words])).toEqual([
      ['paragraph', 3],
      ['heading', 1],
      ['quote', 2],
      ['list', 2],
    ]);
  });

  it.each([
    '<script>alert(1)</script>',
    'text <img src=x onerror=alert(1)>',
    '[link](javascript:alert(1))',
    '<iframe src="https://example.org"></iframe>',
    '![picture](https://example.org/a.png)',
    '<p onclick="alert(1)">text</p>',
  ])('loses what could harm its readers: %s', (markdown) => {
    expect(htmlOf(markdown)).not.toMatch(/script|<img|iframe|onerror|onclick/);
  });

  it('keeps its links', () => {
    expect(htmlOf('See [the report](https://example.org/report).')).toContain(
      'href="https://example.org/report"',
    );
  });

  it('is found by search as readers see it', () => {
    expect(plainText(blocksFromMarkdown('Fish & chips, *1 < 2*.\n\nMore.'))).toBe(
      'Fish & chips, 1 < 2 . More.',
    );
  });
});
