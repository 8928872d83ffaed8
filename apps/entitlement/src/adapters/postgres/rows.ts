import type { GrantSource, Rule } from '@gatefold/access';
import type { SubscriptionData, SubscriptionEventType } from '@gatefold/events';
import type { Article } from '../../domain/article.ts';
import type { BundleVersion } from '../../domain/bundle.ts';
import type { HeldGrant } from '../../domain/reader-set.ts';
import type { SubscriptionFact } from '../../domain/subscription-fact.ts';

/** Instants come as dates from a row, and as text from a row that travelled as JSON. */
type When = Date | string;

export type GrantRow = {
  reader_id: string;
  id: string;
  publication: string;
  bundle: string | null;
  features: string[];
  source: GrantSource;
  valid_from: When;
  valid_until: When;
  until_if_stale: When;
  is_unpaid: boolean;
  version: number;
  event_id: string;
};

export const toHeldGrant = (row: GrantRow): HeldGrant => ({
  id: row.id,
  publication: row.publication,
  bundle: row.bundle,
  features: row.bundle === null ? row.features : null,
  source: row.source,
  from: new Date(row.valid_from),
  until: new Date(row.valid_until),
  untilIfStale: new Date(row.until_if_stale),
  isUnpaid: row.is_unpaid,
  version: row.version,
  eventId: row.event_id,
});

export type ArticleRow = {
  id: string;
  slug: string;
  publication: string;
  access: Rule['access'];
  feature: string | null;
  not_before: When | null;
  not_after: When | null;
  is_withdrawn: boolean;
  is_metered: boolean;
  epoch: number;
  sequence: number;
};

export const toArticle = (row: ArticleRow): Article => ({
  id: row.id,
  slug: row.slug,
  publication: row.publication,
  rule: {
    access: row.access,
    feature: row.feature,
    notBefore: row.not_before === null ? null : new Date(row.not_before),
    notAfter: row.not_after === null ? null : new Date(row.not_after),
    ...(row.is_metered ? { isMetered: true } : {}),
  },
  isWithdrawn: row.is_withdrawn,
  epoch: row.epoch,
  sequence: row.sequence,
});

export type BundleRow = {
  publication: string;
  bundle: string;
  version: number;
  features: string[];
  effective_from: When;
};

export const toBundle = ({
  publication,
  bundle,
  version,
  features,
  effective_from,
}: BundleRow): BundleVersion => ({
  publication,
  bundle,
  version,
  features,
  effectiveFrom: new Date(effective_from),
});

export const factColumns = 'fact.event_id, fact.type, fact.at, fact.epoch, fact.sequence, fact.data';

export type FactRow = {
  event_id: string;
  type: SubscriptionEventType;
  at: Date;
  epoch: number;
  sequence: number;
  data: SubscriptionData;
};

export const toFact = ({ event_id, type, at, epoch, sequence, data }: FactRow): SubscriptionFact => ({
  eventId: event_id,
  type,
  at,
  epoch,
  sequence,
  data,
});
