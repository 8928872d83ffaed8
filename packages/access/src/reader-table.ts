import { idWords } from './ids.ts';
import { createShapes, type Shapes } from './shapes.ts';

/**
 * What every reader has, outside the garbage collector's sight, so that millions of readers cost no pause.
 *
 * An open-addressing index of entry numbers over fixed-width entries. An entry holds the reader's id, the
 * version of the set and the first grant; further grants lie together in a pool. Whoever writes to it does so
 * between two questions, never during one.
 */
export type ReaderTable = {
  /** Without the ids of grants an entry is a quarter smaller. */
  readonly hasIds: boolean;
  /** Words an entry, and words a grant. */
  readonly stride: number;
  readonly grantWords: number;
  /** 26 bits of the entry's number plus one, 6 bits of the reader's hash; 0 is free. */
  index: Uint32Array;
  entries: Uint32Array;
  pool: Uint32Array;
  size: number;
  poolEnd: number;
  /** Blocks of the pool that are free again, by the number of grants they hold. */
  readonly free: Map<number, number[]>;
  readonly shapes: Shapes;
};

/** Words of an entry: four of the id, then these. */
export const VERSION = 4;
/** The epoch in 24 bits, the number of grants in 8. */
export const EPOCH_COUNT = 5;
export const POOL_AT = 6;
export const FIRST_GRANT = 7;

/** Words of a grant. */
export const FROM = 0;
export const UNTIL = 1;
/** Milliseconds of `from` in 10 bits, of `until` in 10, whether it is unpaid, and whether it ran out unheard. */
export const FRACTIONS = 2;
export const SHAPE = 3;
export const GRANT_VERSION = 4;
export const GRANT_ID = 5;
export const UNPAID = 1 << 20;
export const RAN_OUT = 1 << 21;

/** Words of a grant with its id, as a draft has it. */
export const DRAFT_WORDS = 9;
export const MOST_GRANTS = 255;
const FULLEST = 0.75;
const GROWTH = 1.125;
const ENTRY_BITS = 26;
const ENTRY_MASK = 2 ** ENTRY_BITS - 1;

export function createReaderTable({ ids, readers = 1_000 }: { ids: boolean; readers?: number }): ReaderTable {
  const grantWords = ids ? DRAFT_WORDS : GRANT_ID;
  const stride = FIRST_GRANT + grantWords;
  return {
    hasIds: ids,
    stride,
    grantWords,
    index: new Uint32Array(Math.ceil(readers / FULLEST) + 1),
    entries: new Uint32Array(readers * stride),
    pool: new Uint32Array(64),
    size: 0,
    poolEnd: 0,
    free: new Map(),
    shapes: createShapes(),
  };
}

/** A reader's set on its way into a table: grants one after the other, the reader's id in `key`. */
export type Draft = {
  readonly key: Uint32Array;
  epoch: number;
  version: number;
  count: number;
  readonly words: Uint32Array;
};

export const createDraft = (): Draft => ({
  key: new Uint32Array(4),
  epoch: 0,
  version: 0,
  count: 0,
  words: new Uint32Array(MOST_GRANTS * DRAFT_WORDS),
});

/** Where the entry of the reader in `idWords` begins, in words; -1 for one who is not here. */
export const findReader = (table: ReaderTable): number => findBy(table, idWords, 0, hashOf(idWords, 0));

/** The same of the reader whose four words begin at `from`, by their hash. */
// eslint-disable-next-line max-params -- the hottest path of all, where an object would be made for each call
export function findBy(table: ReaderTable, words: Uint32Array, from: number, hash: number): number {
  const { index, entries, stride } = table;
  const tag = (hash & 63) << ENTRY_BITS;
  let slot = placeOf(hash, index.length);
  for (let found = index[slot]!; found !== 0; found = index[slot]!) {
    if ((found & ~ENTRY_MASK) === tag) {
      const at = ((found & ENTRY_MASK) - 1) * stride;
      if (
        entries[at] === words[from] &&
        entries[at + 1] === words[from + 1] &&
        entries[at + 2] === words[from + 2] &&
        entries[at + 3] === words[from + 3]
      )
        return at;
    }
    slot += 1;
    if (slot === index.length) slot = 0;
  }
  return -1;
}

/** What stands where an id with this hash is looked for first. */
export const firstLook = ({ index }: ReaderTable, hash: number): number =>
  index[placeOf(hash, index.length)]!;

/** Where the entry begins that is most likely the one; the first of the table where there is none. */
export function candidateOf({ index, stride }: ReaderTable, hash: number): number {
  const tag = (hash & 63) << ENTRY_BITS;
  let slot = placeOf(hash, index.length);
  for (let found = index[slot]!; found !== 0; found = index[slot]!) {
    if ((found & ~ENTRY_MASK) === tag) return ((found & ENTRY_MASK) - 1) * stride;
    slot += 1;
    if (slot === index.length) slot = 0;
  }
  return 0;
}

/**
 * Takes in a set. The highest (epoch, version) of a reader stays, in whatever order sets come.
 *
 * Says whether it was newer.
 */
export function put(table: ReaderTable, draft: Draft): boolean {
  idWords.set(draft.key);
  let at = findReader(table);
  if (at === -1) at = addReader(table);
  else if (!isNewer(table, at, draft)) return false;
  release(table, at);

  const { entries, grantWords } = table;
  entries[at + VERSION] = draft.version;
  entries[at + EPOCH_COUNT] = ((draft.epoch << 8) | draft.count) >>> 0;
  if (draft.count > 0) entries.set(draft.words.subarray(0, grantWords), at + FIRST_GRANT);
  if (draft.count > 1) {
    const block = take(table, draft.count - 1);
    table.entries[at + POOL_AT] = block;
    for (let grant = 1; grant < draft.count; grant += 1) {
      const from = grant * DRAFT_WORDS;
      table.pool.set(draft.words.subarray(from, from + grantWords), block + (grant - 1) * grantWords);
    }
  }
  return true;
}

function isNewer({ entries }: ReaderTable, at: number, { epoch, version }: Draft): boolean {
  const known = entries[at + EPOCH_COUNT]! >>> 8;
  return epoch > known || (epoch === known && version > entries[at + VERSION]!);
}

export const countOf = ({ entries }: ReaderTable, at: number): number => entries[at + EPOCH_COUNT]! & 0xff;

function addReader(table: ReaderTable): number {
  if ((table.size + 1) / table.index.length > FULLEST) rehash(table, Math.ceil(table.index.length * 1.5));
  const at = table.size * table.stride;
  if (at + table.stride > table.entries.length) table.entries = grown(table.entries, table.stride * 1_024);
  table.size += 1;
  table.entries.set(idWords, at);
  enter(table, table.size, hashOf(idWords, 0));
  return at;
}

function enter({ index }: ReaderTable, number: number, hash: number): void {
  let slot = placeOf(hash, index.length);
  while (index[slot] !== 0) slot = slot + 1 === index.length ? 0 : slot + 1;
  index[slot] = (((hash & 63) << ENTRY_BITS) | number) >>> 0;
}

/** Makes the index anew, with room for `length` slots. */
export function rehash(table: ReaderTable, length: number): void {
  table.index = new Uint32Array(length);
  for (let number = 1; number <= table.size; number += 1)
    enter(table, number, hashOf(table.entries, (number - 1) * table.stride));
}

function take(table: ReaderTable, grants: number): number {
  const free = table.free.get(grants)?.pop();
  if (free !== undefined) return free;
  const block = table.poolEnd;
  const words = grants * table.grantWords;
  if (block + words > table.pool.length) table.pool = grown(table.pool, words + 1_024);
  table.poolEnd += words;
  return block;
}

function release(table: ReaderTable, at: number): void {
  const grants = countOf(table, at) - 1;
  if (grants < 1) return;
  const blocks = table.free.get(grants);
  const block = table.entries[at + POOL_AT]!;
  if (blocks === undefined) table.free.set(grants, [block]);
  else blocks.push(block);
}

function grown(words: Uint32Array, least: number): Uint32Array {
  const more = new Uint32Array(Math.max(words.length + least, Math.ceil(words.length * GROWTH)));
  more.set(words);
  return more;
}

export function hashOf(words: Uint32Array, at: number): number {
  let hash =
    Math.imul(words[at]! ^ words[at + 2]!, 0x9e3779b1) ^
    Math.imul(words[at + 1]! ^ words[at + 3]!, 0x85ebca77);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  // Thirty bits, which fit into a word of the engine's own, so that handing them on makes nothing.
  return (hash ^ (hash >>> 13)) & 0x3fff_ffff;
}

/** Spreads a hash over any number of slots, so that the index need not be a power of two. */
const placeOf = (hash: number, slots: number): number => Math.trunc((hash / 1_073_741_824) * slots);

/** Bytes outside the heap, room for growth included. */
export const bytesOf = ({ index, entries, pool }: ReaderTable): number =>
  index.byteLength + entries.byteLength + pool.byteLength;

/** A number that two tables with the same sets share, in whatever order they were filled. */
export function fingerprint(table: ReaderTable): string {
  const shapes = table.shapes.list.map(({ publication, features, source, staleMs }) =>
    textHash(`${publication} ${features.join()} ${source} ${staleMs}`),
  );
  let sum = 0;
  let mixed = 0;
  for (let number = 0; number < table.size; number += 1) {
    const hash = entryHash(table, shapes, number * table.stride);
    sum = (sum + hash) >>> 0;
    mixed = (mixed + Math.imul(hash, 0x9e3779b1)) >>> 0;
  }
  return `${table.size}-${sum.toString(16)}-${mixed.toString(16)}`;
}

const textHash = (text: string): number =>
  [...text].reduce((hash, char) => stir(hash, char.codePointAt(0)!), 0);

function stir(hash: number, word: number): number {
  const stirred = Math.imul(hash ^ word, 0x85ebca77);
  return stirred ^ (stirred >>> 16);
}

function entryHash(table: ReaderTable, shapes: readonly number[], at: number): number {
  let hash = stir(hashOf(table.entries, at), table.entries[at + VERSION]!);
  hash = stir(hash, table.entries[at + EPOCH_COUNT]!);
  for (let grant = 0; grant < countOf(table, at); grant += 1) {
    const words = grant === 0 ? table.entries : table.pool;
    const from = grantAt(table, at, grant);
    for (let word = FROM; word < SHAPE; word += 1) hash = stir(hash, words[from + word]!);
    hash = stir(hash, shapes[words[from + SHAPE]!]!);
  }
  return hash >>> 0;
}

/** Where a reader's grant begins: the first within `entries`, every other within `pool`. */
export const grantAt = (table: ReaderTable, at: number, grant: number): number =>
  grant === 0 ? at + FIRST_GRANT : table.entries[at + POOL_AT]! + (grant - 1) * table.grantWords;
