import { teaserOf } from '../src/domain/teaser.ts';
import { readDraft } from '../src/seed/front-matter.ts';
import { manuscriptOf } from '../src/seed/manuscript.ts';
import type { Manuscript } from '../src/usecases/ports.ts';

const WORDS = 45;
const PARAGRAPHS = 10;

const about = { publication: 'meridian', zone: 'America/New_York' };

/** An article in which each paragraph holds a word that stands nowhere else, and which of them are not for everyone. */
export type CanaryArticle = {
  readonly manuscript: Manuscript;
  readonly open: string[];
  readonly gated: string[];
};

type Meta = {
  slug: string;
  rule: string;
  kind?: string;
  section?: string;
  image?: string;
  gallery?: string;
  column?: string;
};

export function aCanaryArticle({ slug, rule, ...more }: Meta): CanaryArticle {
  const canaries = Array.from(
    { length: PARAGRAPHS },
    (_, index) => `canary${slug.replaceAll('-', '')}n${index}x`,
  );
  const paragraphs = canaries.map((canary) => `${canary} ${'tide '.repeat(WORDS - 1).trim()}.`);
  const meta = {
    title: `About ${slug}`,
    slug,
    section: 'harbour',
    kind: 'article',
    author: 'ines-okafor',
    publishedDaysAgo: '3',
    publishedTime: '06:00',
    rule,
    dek: 'A short word before.',
    ...more,
  };
  const front = Object.entries(meta).map(([key, value]) => `${key}: ${value}`);
  const source = ['---', ...front, '---', '', ...paragraphs.flatMap((text) => [text, ''])].join('\n');
  const manuscript = manuscriptOf(readDraft(`${slug}.md`, source), about, new Date());
  const shown = teaserOf(manuscript.blocks).length;
  return { manuscript, open: canaries.slice(0, shown), gated: canaries.slice(shown) };
}
