import { createHash } from 'node:crypto';
import { book, type BookedArticle } from './article-book.ts';
import { projectionOf, type Projection } from './projection.ts';
import {
  countOf,
  createReaderTable,
  DRAFT_WORDS,
  FIRST_GRANT,
  GRANT_ID,
  POOL_AT,
  rehash,
  type ReaderTable,
} from './reader-table.ts';
import { numberOf, type Shape } from './shapes.ts';

/**
 * A projection as one file, to be read by whatever starts later.
 *
 * `GFSNAP01`, the length of the head in four bytes, the head as JSON, then the words of entries, pool and index
 * as they lie in memory (little-endian), then the SHA-256 of all before it. The head says how many words each
 * part has, what the shapes are, which articles there are, and the next offset of each partition.
 */
const MAGIC = 'GFSNAP01';
const CHECKSUM_BYTES = 32;

type Head = {
  readonly format: 1;
  readonly readers: number;
  readonly entries: number;
  readonly pool: number;
  readonly index: number;
  readonly positions: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly shapes: readonly Shape[];
  readonly articles: readonly JsonArticle[];
};

type JsonArticle = Omit<BookedArticle, 'rule'> & {
  readonly rule: { access: BookedArticle['rule']['access']; feature: string | null } & Record<
    'notBefore' | 'notAfter',
    string | null
  >;
};

/** The file in parts, to be written one after the other. They are copies: what is taken in later is not in them. */
export function takeSnapshot(projection: Projection): Uint8Array[] {
  const { table, articles, positions } = projection;
  if (!table.hasIds) throw new RangeError('a snapshot needs the ids of grants');
  const words = [
    table.entries.slice(0, table.size * table.stride),
    table.pool.slice(0, table.poolEnd),
    table.index.slice(),
  ];
  const head: Head = {
    format: 1,
    readers: table.size,
    entries: words[0]!.length,
    pool: words[1]!.length,
    index: words[2]!.length,
    positions: Object.fromEntries(
      [...positions].map(([topic, offsets]) => [
        topic,
        Object.fromEntries([...offsets].map(([partition, next]) => [partition, String(next)])),
      ]),
    ),
    shapes: table.shapes.list,
    articles: [...articles.byId.values()].map(toJson),
  };
  const parts = [...headBytes(head), ...words.map((part) => new Uint8Array(part.buffer))];
  return [...parts, checksumOf(parts)];
}

function headBytes(head: Head): Uint8Array[] {
  const json = new TextEncoder().encode(JSON.stringify(head));
  // Spaces up to a whole word, so that the words after it may be looked at where they lie.
  const padded = new Uint8Array(Math.ceil(json.length / 4) * 4).fill(32);
  padded.set(json);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, padded.length, true);
  return [new TextEncoder().encode(MAGIC), length, padded];
}

function checksumOf(parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

const toJson = ({
  id,
  slug,
  publication,
  rule,
  isWithdrawn,
  epoch,
  sequence,
}: BookedArticle): JsonArticle => ({
  id,
  slug,
  publication,
  rule: {
    access: rule.access,
    feature: rule.feature,
    notBefore: rule.notBefore?.toISOString() ?? null,
    notAfter: rule.notAfter?.toISOString() ?? null,
  },
  isWithdrawn,
  epoch,
  sequence,
});

/**
 * The projection that a file holds, with or without the ids of grants.
 *
 * Throws for a file that is cut short, changed, or of a later format. The bytes must not change afterwards.
 */
export function readSnapshot(bytes: Uint8Array, { ids }: { ids: boolean }): Projection {
  const body = bytes.subarray(0, bytes.length - CHECKSUM_BYTES);
  const given = bytes.subarray(bytes.length - CHECKSUM_BYTES);
  if (Buffer.compare(checksumOf([body]), given) !== 0) throw new Error('the snapshot is damaged');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder();
  if (decoder.decode(body.subarray(0, 8)) !== MAGIC) throw new Error('this is no snapshot');
  const start = 12 + view.getUint32(8, true);
  const head = JSON.parse(decoder.decode(body.subarray(12, start))) as Head;
  if (head.format !== 1)
    throw new Error(`the snapshot has format ${String(head.format)}, which is not known here`);

  const table = tableOf(head, body, start);
  const projection = projectionOf(ids ? table : withoutIds(table));
  for (const article of head.articles) book(projection.articles, projection.table.shapes, fromJson(article));
  for (const [topic, offsets] of Object.entries(head.positions))
    projection.positions.set(
      topic,
      new Map(Object.entries(offsets).map(([partition, next]) => [Number(partition), BigInt(next)])),
    );
  return projection;
}

function tableOf(head: Head, body: Uint8Array, start: number): ReaderTable {
  const table = createReaderTable({ ids: true, readers: 0 });
  let at = start;
  const words = (count: number): Uint32Array => {
    const part = body.slice(at, at + count * 4);
    at += count * 4;
    return new Uint32Array(part.buffer, part.byteOffset, count);
  };
  table.entries = words(head.entries);
  table.pool = words(head.pool);
  table.index = words(head.index);
  table.size = head.readers;
  table.poolEnd = head.pool;
  for (const shape of head.shapes) numberOf(table.shapes, shape);
  return table;
}

/** The same readers in a table a quarter smaller. */
function withoutIds(full: ReaderTable): ReaderTable {
  const table = createReaderTable({ ids: false, readers: full.size });
  const width = FIRST_GRANT + GRANT_ID;
  table.pool = new Uint32Array(Math.ceil(full.poolEnd / DRAFT_WORDS) * GRANT_ID);
  for (const shape of full.shapes.list) numberOf(table.shapes, shape);
  for (let reader = 0; reader < full.size; reader += 1) {
    const from = reader * full.stride;
    const to = reader * width;
    for (let word = 0; word < width; word += 1) table.entries[to + word] = full.entries[from + word]!;
    const more = countOf(full, from) - 1;
    if (more < 1) continue;
    table.entries[to + POOL_AT] = table.poolEnd;
    for (let grant = 0; grant < more; grant += 1) {
      const block = full.entries[from + POOL_AT]! + grant * DRAFT_WORDS;
      for (let word = 0; word < GRANT_ID; word += 1)
        table.pool[table.poolEnd + word] = full.pool[block + word]!;
      table.poolEnd += GRANT_ID;
    }
  }
  table.size = full.size;
  table.index = full.index;
  if (table.index.length === 0) rehash(table, 64);
  return table;
}

const fromJson = ({ rule, ...article }: JsonArticle): BookedArticle => ({
  ...article,
  rule: {
    access: rule.access,
    feature: rule.feature,
    notBefore: rule.notBefore === null ? null : new Date(rule.notBefore),
    notAfter: rule.notAfter === null ? null : new Date(rule.notAfter),
  },
});
