import { addCivilDays, plus, startOfDay, MINUTE } from '@gatefold/kernel';
import { blocksFromMarkdown, plainText } from '../adapters/markdown/blocks.ts';
import type { AccessRule } from '../domain/article.ts';
import { teaserOf } from '../domain/teaser.ts';
import type { Manuscript } from '../usecases/ports.ts';
import type { Draft } from './front-matter.ts';

const PUBLICATION = 'meridian';
const ZONE = 'America/New_York';

/** What a draft of the seeded paper becomes when it is published, counted back from `today`. */
export function manuscriptOf({ meta, text }: Draft, today: Date): Manuscript {
  const blocks = blocksFromMarkdown(text);
  const teaser = teaserOf(blocks);
  return {
    slug: meta.slug,
    publication: PUBLICATION,
    kind: meta.kind,
    title: meta.title,
    dek: meta.dek,
    section: meta.section,
    author: meta.author,
    column: meta.column ?? null,
    publishedAt: publishedAt(meta, today),
    words: blocks.reduce((sum, { words }) => sum + words, 0),
    picture: meta.image ?? null,
    rule: ruleOf(meta.rule),
    blocks,
    gallery: meta.gallery?.split(',').map((name) => name.trim()) ?? [],
    teaserText: plainText(teaser),
    bodyText: plainText(blocks.slice(teaser.length)),
  };
}

function publishedAt(meta: Draft['meta'], today: Date): Date {
  const [hours = 0, minutes = 0] = meta.publishedTime.split(':').map(Number);
  const day = startOfDay(addCivilDays(today, -meta.publishedDaysAgo, ZONE), ZONE);
  const time = plus(day, (hours * 60 + minutes) * MINUTE);
  return time < today ? time : today;
}

function ruleOf(rule: string): AccessRule {
  const always = { notBefore: null, notAfter: null };
  if (rule === 'free' || rule === 'registered') return { access: rule, feature: null, ...always };
  const feature = rule === 'subscribers' || rule === 'metered' ? 'articles' : rule.slice('feature:'.length);
  return { access: 'feature', feature, ...always, ...(rule === 'metered' ? { isMetered: true } : {}) };
}
