import {
  book,
  createArticleBook,
  ruleFor,
  ruleOf,
  type ArticleBook,
  type PreparedRule,
} from './article-book.ts';
import { grantSources, type PastGrant } from './grant.ts';
import { createKindCache } from './kinds.ts';
import { createRecordReader, readRecord, type RecordReader } from './record-reader.ts';
import { createDraft, createReaderTable, put, type Draft, type ReaderTable } from './reader-table.ts';
import { putSet, type TravellingGrant } from './table-grants.ts';

/** All that is needed to decide without asking anybody: readers' sets, articles' rules, and how far both reach. */
export type Projection = {
  table: ReaderTable;
  readonly articles: ArticleBook;
  /** The next offset by topic and partition: everything before it is in. */
  readonly positions: Map<string, Map<number, bigint>>;
  readonly draft: Draft;
  reader: RecordReader;
};

export function createProjection({ ids, readers }: { ids: boolean; readers?: number }): Projection {
  const table = createReaderTable({ ids, ...(readers === undefined ? {} : { readers }) });
  return projectionOf(table);
}

export function projectionOf(table: ReaderTable): Projection {
  const draft = createDraft();
  const reader = createRecordReader(table, draft, createKindCache(table.shapes));
  return { table, articles: createArticleBook(), positions: new Map(), draft, reader };
}

export type SetRecord = { readonly epoch: number; readonly sequence: number; readonly value: Uint8Array };

/**
 * Takes in a record of a reader's set; false when a newer one is known.
 *
 * Throws for one that makes no sense, which changes nothing: the next record of that reader heals it.
 */
export function takeSet(
  { reader, table, draft }: Projection,
  { epoch, sequence, value }: SetRecord,
): boolean {
  if (readRecord(reader, value)) {
    draft.epoch = epoch;
    draft.version = sequence;
    return put(table, draft);
  }
  const { readerId, grants, past } = parseSet(value);
  return putSet(table, draft, { readerId, epoch, version: sequence, grants, past });
}

const decoder = new TextDecoder('utf-8', { fatal: true });

type Json = Readonly<Record<string, unknown>>;

function parseSet(value: Uint8Array) {
  const set = objectOf(JSON.parse(decoder.decode(value)));
  return {
    readerId: textOf(set['readerId']),
    grants: listOf(set['grants']).map(toGrant),
    past: listOf(set['past'] ?? []).map(toPast),
  };
}

function toGrant(json: Json): TravellingGrant {
  const [from, until, untilIfStale] = ['from', 'until', 'untilIfStale'].map((name) => instantOf(json[name]));
  const source = grantSources.find((candidate) => candidate === json['source']);
  if (source === undefined) throw new TypeError('a grant comes from nowhere that is known');
  return {
    id: textOf(json['id']),
    publication: textOf(json['publication']),
    bundle: json['bundle'] === undefined || json['bundle'] === null ? null : textOf(json['bundle']),
    features: featuresOf(json['features']),
    source,
    from: from!,
    until: until!,
    untilIfStale: untilIfStale!,
    isUnpaid: json['isUnpaid'] === true,
    version: Number(json['version']),
  };
}

const toPast = (json: Json): PastGrant => ({
  publication: textOf(json['publication']),
  features: featuresOf(json['features']),
  until: instantOf(json['until']),
  isUnpaid: json['isUnpaid'] === true,
  ranOut: json['ranOut'] === true,
});

function objectOf(value: unknown): Json {
  if (typeof value !== 'object' || value === null) throw new TypeError('this is no object');
  return value as Json;
}

function listOf(value: unknown): Json[] {
  if (!Array.isArray(value)) throw new TypeError('this is no list');
  return value.map(objectOf);
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('this is no text');
  return value;
}

function featuresOf(value: unknown): string[] {
  if (!Array.isArray(value)) throw new TypeError('these are no features');
  return value.map(textOf);
}

function instantOf(value: unknown): Date {
  const instant = new Date(textOf(value));
  if (Number.isNaN(instant.getTime())) throw new TypeError('this is no instant');
  return instant;
}

/** An event as one who follows a topic sees it. */
export type FollowedRecord = {
  readonly partition: number;
  readonly offset: string;
  readonly type: string;
  readonly epoch: number;
  readonly sequence: number;
  /** JSON; null is a tombstone, which takes nothing away that was not taken away by a set before it. */
  readonly value: Uint8Array | null;
};

/** Which topic says what. */
export type FollowedTopics = { readonly sets: string; readonly articles: string };

/**
 * Takes in records of one topic, in order.
 *
 * One that makes no sense is told of and skipped, for the next one of its kind heals it. Types that are not
 * known change nothing.
 */
export function takeRecords(
  projection: Projection,
  { topic, records, topics }: { topic: string; records: readonly FollowedRecord[]; topics: FollowedTopics },
  onPoison: (record: FollowedRecord, error: unknown) => void,
): void {
  for (const record of records) {
    try {
      if (record.value !== null) takeRecord(projection, record, topic === topics.articles);
    } catch (error) {
      onPoison(record, error);
    }
  }
  // Records of a partition come in order, so the last of each says how far it is.
  const last = new Map(records.map(({ partition, offset }) => [partition, offset]));
  for (const [partition, offset] of last) passed(projection, { topic, partition, offset: BigInt(offset) });
}

function takeRecord(projection: Projection, record: FollowedRecord, isOfArticle: boolean): void {
  const { epoch, sequence, type } = record;
  const value = record.value!;
  if (isOfArticle)
    takeArticle(projection, { epoch, sequence, value, isWithdrawn: type === 'article.withdrawn' });
  else if (type === 'reader.grants') takeSet(projection, { epoch, sequence, value });
}

/** Whether everything before these offsets is in. */
export const hasReached = (
  { positions }: Projection,
  ends: Readonly<Record<string, Readonly<Record<string, string>>>>,
): boolean =>
  Object.entries(ends).every(([topic, offsets]) =>
    Object.entries(offsets).every(
      ([partition, end]) => (positions.get(topic)?.get(Number(partition)) ?? 0n) >= BigInt(end),
    ),
  );

export type ArticleRecord = SetRecord & { readonly isWithdrawn: boolean };

/** Takes in what content says of an article; false when something newer is known. Throws as `takeSet` does. */
export function takeArticle({ articles, table }: Projection, record: ArticleRecord): boolean {
  const json = objectOf(JSON.parse(decoder.decode(record.value)));
  const rule = objectOf(json['rule']);
  const access = (['free', 'registered', 'feature'] as const).find((known) => known === rule['access']);
  if (access === undefined) throw new TypeError('this access is not known');
  return book(articles, table.shapes, {
    id: textOf(json['articleId']),
    slug: textOf(json['slug']),
    publication: textOf(json['publication']),
    rule: {
      access,
      feature: rule['feature'] === null ? null : textOf(rule['feature']),
      notBefore: rule['notBefore'] === null ? null : instantOf(rule['notBefore']),
      notAfter: rule['notAfter'] === null ? null : instantOf(rule['notAfter']),
    },
    isWithdrawn: record.isWithdrawn,
    epoch: record.epoch,
    sequence: record.sequence,
  });
}

/** Remembers that a record is in; a record before it changes nothing of that. */
export function passed(
  { positions }: Projection,
  place: { topic: string; partition: number; offset: bigint },
): void {
  let partitions = positions.get(place.topic);
  if (partitions === undefined) positions.set(place.topic, (partitions = new Map()));
  const next = place.offset + 1n;
  if (next > (partitions.get(place.partition) ?? -1n)) partitions.set(place.partition, next);
}

/** The rule by which a question is decided; null for an article that is not known. */
export const ruleAsked = (
  { articles, table }: Projection,
  asked: { article: string | null; feature: string | null; publication: string | null },
): PreparedRule | null =>
  asked.article === null
    ? ruleFor(table.shapes, asked.publication, asked.feature ?? '')
    : ruleOf(articles, asked.article, asked.publication);
