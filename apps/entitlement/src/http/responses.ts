import type { Grant } from '@gatefold/access';
import type { AccessAnswer } from '../domain/answer.ts';
import type { Article } from '../domain/article.ts';
import type { Bar } from '../domain/bars.ts';
import type { Step } from '../domain/explain.ts';
import type { MeterState } from '../domain/meter-state.ts';

export const toAnswer = ({ granted, reason, grant, version, cacheFor }: AccessAnswer) => ({
  granted,
  reason,
  grant: grant === null ? null : toGrant(grant),
  version,
  cacheFor,
});

export const toMeter = (
  { used, of, ofRegistered, resetsAt, visitorId }: MeterState,
  tokenOf: (visitorId: string) => string,
) => ({
  used,
  of,
  ofRegistered,
  resetsAt: resetsAt.toISOString(),
  token: visitorId === null ? null : tokenOf(visitorId),
});

export const toGrant = (grant: Grant) => ({
  id: grant.id,
  publication: grant.publication,
  features: grant.features,
  source: grant.source,
  from: grant.from.toISOString(),
  until: grant.until.toISOString(),
  untilIfStale: grant.untilIfStale.toISOString(),
  version: grant.version,
});

export const toStep = ({ step, id, at, says }: Step) => ({ step, id, at: at?.toISOString() ?? null, says });

export const toArticleRule = ({ id, slug, publication, rule }: Article) => ({
  id,
  slug,
  publication,
  access: rule.access,
  feature: rule.feature,
  notBefore: rule.notBefore?.toISOString() ?? null,
  notAfter: rule.notAfter?.toISOString() ?? null,
  isMetered: rule.isMetered === true,
});

export const toBar = ({ from, until, untilIfStale, events, ...bar }: Bar) => ({
  ...bar,
  from: from.toISOString(),
  until: until.toISOString(),
  untilIfStale: untilIfStale.toISOString(),
  events: events.map(({ eventId, type, at }) => ({ id: eventId, type, at: at.toISOString() })),
});
