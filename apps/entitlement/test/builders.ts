import { holdersOf } from '@gatefold/access';
import type { ArticleData, SubscriptionData } from '@gatefold/events';
import { at, DAY, HOUR, plus, SECOND } from '@gatefold/kernel';
import type { Article } from '../src/domain/article.ts';
import type { BundleVersion } from '../src/domain/bundle.ts';
import { emptySet, hold, type ReaderSet } from '../src/domain/reader-set.ts';
import type { SubscriptionFact } from '../src/domain/subscription-fact.ts';
import { holdingsOf } from '../src/domain/timeline.ts';

export const ada = '01990000-0000-7000-8000-0000000000a1';
export const ben = '01990000-0000-7000-8000-0000000000b1';
export const subscriptionId = '01990000-0000-7000-8000-00000000005b';

/** When Ada paid her first dollar. */
export const start = at('2026-01-05T09:30:00Z');
export const afterDays = (days: number): Date => plus(start, days * DAY);
export const SETTLEMENT = 72 * HOUR;
export const DUNNING = 14 * DAY;
export const STALE = 2 * DAY;

/** A running subscription of Ada's to the Courier, in its four weeks for a dollar. Override only what the test is about. */
export const someData = (overrides: Partial<SubscriptionData> = {}): SubscriptionData => ({
  subscriptionId,
  readerId: ada,
  publication: 'courier',
  bundle: 'digital',
  product: 'digital',
  offer: 'one-dollar',
  offerVersion: 1,
  phase: 'intro',
  endReason: null,
  standing: 'ok',
  intent: 'renewing',
  pause: null,
  startedAt: start.toISOString(),
  paidThrough: afterDays(28).toISOString(),
  policy: {
    settlementSeconds: SETTLEMENT / SECOND,
    accessWhileCollecting: true,
    dunningSeconds: DUNNING / SECOND,
    staleSeconds: STALE / SECOND,
  },
  stripeSubscriptionId: 'sub_ada',
  stripeInvoiceId: 'in_ada_1',
  ...overrides,
});

type FactOverrides = Partial<Omit<SubscriptionFact, 'data'>> & { data?: Partial<SubscriptionData> };

/** One fact; `sequence` also makes its event id, so that the same sequence is the same event. */
export function aFact({ data, ...overrides }: FactOverrides = {}): SubscriptionFact {
  const sequence = overrides.sequence ?? 1;
  const epoch = overrides.epoch ?? 1;
  return {
    epoch,
    sequence,
    eventId: `01990000-0000-7000-8${epoch.toString().padStart(3, '0')}-${sequence.toString(16).padStart(12, '0')}`,
    type: 'subscription.started',
    at: start,
    ...overrides,
    data: someData(data),
  };
}

/** What the Courier's bundle holds. */
export const someBundles: readonly BundleVersion[] = [
  {
    publication: 'courier',
    bundle: 'digital',
    version: 1,
    features: ['articles', 'archive', 'newsletter'],
    effectiveFrom: at('2020-01-01T00:00:00Z'),
  },
];

/** Ada's set after these facts. */
export const setAfter = (...facts: readonly SubscriptionFact[]): ReaderSet =>
  holdingsOf(facts)
    .filter(({ readerId }) => readerId === ada)
    .reduce((set, holding) => hold(set, holding.subscriptionId, holding), emptySet(ada));

/** An article of the Courier that only holders of `articles` may read. */
export const anArticle = (overrides: Partial<Article> = {}): Article => ({
  id: '01990000-0000-7000-8000-0000000000c1',
  slug: 'the-harbour',
  publication: 'courier',
  rule: holdersOf('articles'),
  isWithdrawn: false,
  epoch: 1,
  sequence: 1,
  ...overrides,
});

export const articleId = '01990000-0000-7000-8000-0000000000c1';

/** What content says of an article; without overrides one that only holders of `articles` may read. */
export const someArticle = (overrides: Partial<ArticleData> = {}): ArticleData => ({
  articleId,
  slug: 'the-harbour',
  publication: 'courier',
  section: 'city',
  rule: { access: 'feature', feature: 'articles', notBefore: null, notAfter: null },
  publishedAt: start.toISOString(),
  ...overrides,
});
