import {
  createProjection,
  takeRecords,
  takeSet,
  type FollowedRecord,
  type Projection,
} from '@gatefold/access';

/**
 * Readers who are made of a number, so that whoever checks an answer can make them again.
 *
 * Nine of ten have one grant; the tenth has two to six. The records are spelt as entitlement's outbox spells them.
 */
const DAY = 86_400_000;
/** The present day's first instant: what is measured goes by the wall clock. */
export const now = Math.floor(Date.now() / DAY) * DAY;

export const topics = { sets: 'entitlement.reader.v1', articles: 'content.article.v1' };
const FEATURES = '["articles", "archive", "galleries", "columns", "newsletter", "reporters"]';

const spread = (n: number, salt: number): number => Math.imul(n + salt, 0x9e3779b1) >>> 0;
const hex = (value: number, digits: number): string => value.toString(16).padStart(8, '0').slice(-digits);

export const readerId = (n: number): string => idOf(n, 1);
export const articleId = (n: number): string => idOf(n, 7);

function idOf(n: number, kind: number): string {
  const [a, b, c] = [spread(n, 17 * kind), spread(n, 91 * kind), spread(n, 5 * kind)];
  return `${hex(a, 8)}-${hex(b, 4)}-7${hex(c, 3)}-8${hex(b >>> 4, 3)}-${kind}${n.toString(16).padStart(11, '0')}`;
}

export const grantsOf = (n: number): number => (n % 10 === 0 ? 2 + ((n / 10) % 5) : 1);

/** When the reader's last grant ends, in milliseconds. A renewed version ends later. */
export const endOf = (n: number, version: number): number => now + (20 + (n % 28) + version) * DAY;

export function valueOf(n: number, version: number): string {
  const grants = Array.from({ length: grantsOf(n) }, (_, grant) => {
    const until = endOf(n, version) - grant * DAY;
    return `{"id": "${idOf(n * 8 + grant, 3)}", "from": "${iso(now - 30 * DAY)}", "until": "${iso(until)}", "bundle": "all-access", "source": "subscription", "version": ${version}, "features": ${FEATURES}, "publication": "meridian", "untilIfStale": "${iso(until + 3 * DAY)}"}`;
  });
  return `{"grants": [${grants.join(', ')}], "version": ${version}, "readerId": "${readerId(n)}"}`;
}

const texts = new Map<number, string>();
function iso(instant: number): string {
  const known = texts.get(instant);
  if (known !== undefined) return known;
  const text = new Date(instant).toISOString();
  texts.set(instant, text);
  return text;
}

const encoder = new TextEncoder();

export function fill(projection: Projection, readers: number): void {
  for (let n = 0; n < readers; n += 1)
    takeSet(projection, { epoch: 1, sequence: 1, value: encoder.encode(valueOf(n, 1)) });
}

/** Articles that only holders of `articles` may read. */
export function write(projection: Projection, articles: number): void {
  const records = Array.from({ length: articles }, (_, n): FollowedRecord => {
    const rule = { access: 'feature', feature: 'articles', notBefore: null, notAfter: null };
    const data = {
      articleId: articleId(n),
      slug: `story-${n}`,
      publication: 'meridian',
      section: 'city',
      rule,
      publishedAt: iso(now),
    };
    return {
      partition: 0,
      offset: String(n),
      type: 'article.published',
      epoch: 1,
      sequence: 1,
      value: encoder.encode(JSON.stringify(data)),
    };
  });
  takeRecords(projection, { topic: topics.articles, records, topics }, (_, error) => {
    throw error;
  });
  projection.positions.clear();
}

export function populated({
  readers,
  articles,
  ids,
}: {
  readers: number;
  articles: number;
  ids: boolean;
}): Projection {
  const projection = createProjection({ ids, readers });
  fill(projection, readers);
  write(projection, articles);
  return projection;
}

/** Places of a popularity that falls off with rank, as readers and stories have it. */
export function zipf(count: number, chance: () => number): number {
  return Math.min(count - 1, Math.floor(Math.exp(chance() * Math.log(count)) - 1));
}
