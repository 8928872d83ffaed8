import { idWords } from './ids.ts';
import {
  candidateOf,
  createReaderTable,
  findBy,
  firstLook,
  hashOf,
  type ReaderTable,
} from './reader-table.ts';

/**
 * Ids that are looked for together in one table.
 *
 * Millions of entries do not fit into a processor's caches, so each look waits for memory; asked for all at once, it
 * brings all in the time of one.
 */
export type Search = {
  table: ReaderTable;
  count: number;
  /** Four of each id. */
  readonly words: Uint32Array;
  readonly hashes: Int32Array;
  /** Where the entry of each begins, once `searchBoth` has run; -1 for one that is not there. */
  readonly found: Int32Array;
};

const nowhere = createReaderTable({ ids: false, readers: 1 });

/** For at most `most` ids at a time. */
export const createSearch = (most: number): Search => ({
  table: nowhere,
  count: 0,
  words: new Uint32Array(most * 4),
  hashes: new Int32Array(most),
  found: new Int32Array(most),
});

export function beginSearch(search: Search, table: ReaderTable): void {
  search.table = table;
  search.count = 0;
}

/** Adds the id that was read last, and says at which number its place will be. */
export function lookFor(search: Search): number {
  const { words, hashes, count } = search;
  const at = count * 4;
  words[at] = idWords[0]!;
  words[at + 1] = idWords[1]!;
  words[at + 2] = idWords[2]!;
  words[at + 3] = idWords[3]!;
  hashes[count] = hashOf(words, at);
  search.count = count + 1;
  return count;
}

/** What was seen on the way: a look whose result nobody wants would be left out. */
const seen = new Uint32Array(1);

/** Finds all ids of two searches. Every step asks for what the next one reads, of both. */
export function searchBoth(one: Search, other: Search): void {
  lookAtIndex(one);
  lookAtIndex(other);
  guess(one);
  guess(other);
  lookAtEntries(one);
  lookAtEntries(other);
  settle(one);
  settle(other);
}

function lookAtIndex({ table, count, hashes }: Search): void {
  let all = 0;
  for (let n = 0; n < count; n += 1) all ^= firstLook(table, hashes[n]!);
  seen[0]! ^= all;
}

function guess({ table, count, hashes, found }: Search): void {
  for (let n = 0; n < count; n += 1) found[n] = candidateOf(table, hashes[n]!);
}

function lookAtEntries({ table: { entries, stride }, count, found }: Search): void {
  let all = 0;
  for (let n = 0; n < count; n += 1) {
    const at = found[n]!;
    // An entry may begin in one line of memory and end in the next.
    all ^= entries[at]! ^ entries[at + stride - 1]!;
  }
  seen[0]! ^= all;
}

function settle({ table, count, words, hashes, found }: Search): void {
  for (let n = 0; n < count; n += 1) found[n] = findBy(table, words, n * 4, hashes[n]!);
}
