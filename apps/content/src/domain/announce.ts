import type { ArticleData, articleEventTypes } from '@gatefold/events';
import type { AccessRule } from './article.ts';

export type ArticleEventType = (typeof articleEventTypes)[number];

type Announced = {
  readonly id: string;
  readonly slug: string;
  readonly publication: string;
  readonly section: { readonly slug: string };
  readonly rule: AccessRule;
  readonly publishedAt: Date;
};

/** What the rest of the company hears of an article: its names and its rule, never its text. */
export const announcementOf = ({
  id,
  slug,
  publication,
  section,
  rule,
  publishedAt,
}: Announced): ArticleData => ({
  articleId: id,
  slug,
  publication,
  section: section.slug,
  rule: {
    access: rule.access,
    feature: rule.feature,
    notBefore: rule.notBefore?.toISOString() ?? null,
    notAfter: rule.notAfter?.toISOString() ?? null,
    ...(rule.isMetered === true ? { isMetered: true } : {}),
  },
  publishedAt: publishedAt.toISOString(),
});
