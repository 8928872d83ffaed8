import { z } from 'zod';
import { Instant } from './shapes.ts';

export const articleEventTypes = [
  'article.published',
  'article.changed',
  'article.withdrawn',
  'article.announced',
] as const;

/**
 * Who may read an article: everyone, everyone who is signed in, or holders of one feature.
 *
 * Before `notBefore` it is not open to anyone, from `notAfter` on it is closed to everyone.
 */
export const AccessRuleShape = z.object({
  access: z.enum(['free', 'registered', 'feature']),
  feature: z.string().nullable(),
  notBefore: Instant.nullable(),
  notAfter: Instant.nullable(),
  /** Said where whoever lacks the feature may read some such articles a month. */
  isMetered: z.literal(true).optional(),
});

/** What others need of an article: how it is named and who may read it. Never its text. */
export const ArticleData = z.object({
  articleId: z.uuid(),
  slug: z.string(),
  publication: z.string(),
  section: z.string(),
  rule: AccessRuleShape,
  publishedAt: Instant,
});
export type ArticleData = z.infer<typeof ArticleData>;
