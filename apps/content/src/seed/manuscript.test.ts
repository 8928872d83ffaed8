import { describe, expect, it } from 'vitest';
import { readDraft } from './front-matter.ts';
import { manuscriptOf } from './manuscript.ts';

const today = new Date('2026-11-25T18:00:00Z');
const about = { publication: 'meridian', zone: 'America/New_York' };
const draft = (change: Record<string, string> = {}): string => {
  const meta = {
    title: '"A ship: late"',
    slug: 'a-ship',
    section: 'harbour',
    kind: 'article',
    author: 'ines-okafor',
    publishedDaysAgo: '2',
    publishedTime: '06:30',
    rule: 'subscribers',
    dek: 'It was late.',
    ...change,
  };
  const lines = Object.entries(meta).map(([key, value]) => `${key}: ${value}`);
  return `---\n${lines.join('\n')}\n---\n\n${'one '.repeat(60)}\n\n${'two '.repeat(200)}\n`;
};

describe('a draft', () => {
  it('is published on its day at its time, as the paper’s city counts', () => {
    const { publishedAt, title } = manuscriptOf(readDraft('a.md', draft()), about, today);
    expect(publishedAt).toEqual(new Date('2026-11-23T11:30:00Z'));
    expect(title).toBe('A ship: late');
  });

  it('of a paper elsewhere is published by its clocks, under its name', () => {
    const elsewhere = { publication: 'signal', zone: 'Europe/Berlin' };
    expect(manuscriptOf(readDraft('a.md', draft()), elsewhere, today)).toMatchObject({
      publication: 'signal',
      publishedAt: new Date('2026-11-23T05:30:00Z'),
    });
  });

  it('is never published in the future', () => {
    const late = readDraft('a.md', draft({ publishedDaysAgo: '0', publishedTime: '23:00' }));
    expect(manuscriptOf(late, about, today).publishedAt).toEqual(today);
  });

  it('parts what search may show from what it may only find', () => {
    const { teaserText, bodyText, words } = manuscriptOf(readDraft('a.md', draft()), about, today);
    expect(teaserText).toMatch(/^one one/);
    expect(teaserText).not.toContain('two');
    expect(bodyText).not.toContain('one');
    expect(words).toBe(260);
  });

  it.each([
    ['free', 'free', null],
    ['registered', 'registered', null],
    ['subscribers', 'feature', 'articles'],
    ['metered', 'feature', 'articles'],
    ['feature:galleries', 'feature', 'galleries'],
  ])('with the rule %s is for %s', (rule, access, feature) => {
    expect(manuscriptOf(readDraft('a.md', draft({ rule })), about, today).rule).toMatchObject({
      access,
      feature,
    });
  });

  it.each([
    { rule: 'everyone' },
    { slug: 'A Ship' },
    { kind: 'poem' },
    { publishedDaysAgo: '-1' },
    { mood: 'good' },
  ])('with a mistake is refused with its file’s name: %o', (change) => {
    expect(() => readDraft('a.md', draft(change as unknown as Record<string, string>))).toThrow(/^a\.md/);
  });
});
