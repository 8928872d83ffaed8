import { addCivilDays, plus, startOfDay, MINUTE } from '@gatefold/kernel';
import { blocksFromMarkdown, plainText } from '../adapters/markdown/blocks.ts';
import type { AccessRule } from '../domain/article.ts';
import { teaserOf } from '../domain/teaser.ts';
import type { Manuscript } from '../usecases/ports.ts';
import type { Draft } from './front-matter.ts';

type About = { readonly publication: string; readonly zone: string };

/** What a draft of a seeded paper becomes when it is published, counted back from `today`. */
export function manuscriptOf({ meta, text }: Draft, { publication, zone }: About, today: Date): Manuscript {
  const blocks = blocksFromMarkdown(text);
  const teaser = teaserOf(blocks);
  return {
    slug: meta.slug,
    publication,
    kind: meta.kind,
    title: meta.title,
    dek: meta.dek,
    section: meta.section,
    author: meta.author,
    column: meta.column ?? null,
    publishedAt: publishedAt(meta, zone, today),
    words: blocks.reduce((sum, { words }) => sum + words, 0),
    picture: meta.image ?? null,
    rule: ruleOf(meta.rule),
    blocks,
    gallery: meta.gallery?.split(',').map((name) => name.trim()) ?? [],
    teaserText: plainText(teaser),
    bodyText: plainText(blocks.slice(teaser.length)),
  };
}

function publishedAt(meta: Draft['meta'], zone: string, today: Date): Date {
  const [hours = 0, minutes = 0] = meta.publishedTime.split(':').map(Number);
  const day = startOfDay(addCivilDays(today, -meta.publishedDaysAgo, zone), zone);
  const time = plus(day, (hours * 60 + minutes) * MINUTE);
  return time < today ? time : today;
}

function ruleOf(rule: string): AccessRule {
  const always = { notBefore: null, notAfter: null };
  if (rule === 'free' || rule === 'registered') return { access: rule, feature: null, ...always };
  const feature = rule === 'subscribers' || rule === 'metered' ? 'articles' : rule.slice('feature:'.length);
  return { access: 'feature', feature, ...always, ...(rule === 'metered' ? { isMetered: true } : {}) };
}
