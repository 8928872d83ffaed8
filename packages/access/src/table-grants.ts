import type { Grant, PastGrant } from './grant.ts';
import { idWords, readId, writeId } from './ids.ts';
import {
  countOf,
  DRAFT_WORDS,
  EPOCH_COUNT,
  findReader,
  FRACTIONS,
  FROM,
  GRANT_ID,
  GRANT_VERSION,
  grantAt,
  MOST_GRANTS,
  put,
  RAN_OUT,
  SHAPE,
  UNPAID,
  UNTIL,
  VERSION,
  type Draft,
  type ReaderTable,
} from './reader-table.ts';
import { numberOf } from './shapes.ts';

/** A grant as it travels: with the bundle that it is of, and whether a payment is missing. */
export type TravellingGrant = Grant & { readonly bundle?: string | null; readonly isUnpaid?: boolean };

/** All that is known of a reader under one version. */
export type TravellingSet = {
  readonly readerId: string;
  readonly epoch: number;
  readonly version: number;
  readonly grants: readonly TravellingGrant[];
  /** What is over, so that a no can say why. */
  readonly past: readonly PastGrant[];
};

const LAST_SECOND = 0xffff_ffff;

/** Takes in a set; false when the reader is known by a newer one. Throws for an id that is none. */
export function putSet(table: ReaderTable, draft: Draft, set: TravellingSet): boolean {
  if (!readId(set.readerId)) throw new RangeError('the reader has no id');
  draft.key.set(idWords);
  draft.epoch = set.epoch;
  draft.version = set.version;
  draft.count = 0;
  for (const grant of set.grants) addGrant(table, draft, grant);
  for (const past of set.past) addPast(table, draft, past);
  return put(table, draft);
}

function addGrant(table: ReaderTable, draft: Draft, grant: TravellingGrant): void {
  const { publication, bundle = null, features, source, from, until, untilIfStale } = grant;
  const staleMs = Math.max(0, untilIfStale.getTime() - until.getTime());
  const shape = numberOf(table.shapes, { publication, bundle, features, source, staleMs });
  const at = writeGrant(draft, { from: from.getTime(), until: until.getTime(), shape });
  if (at === -1) return;
  if (grant.isUnpaid === true) draft.words[at + FRACTIONS]! |= UNPAID;
  draft.words[at + GRANT_VERSION] = grant.version;
  if (readId(grant.id)) draft.words.set(idWords, at + GRANT_ID);
}

/** Kept as a grant that never was open, which is all that a no needs to know of it. */
function addPast(table: ReaderTable, draft: Draft, past: PastGrant): void {
  const { publication, features, until } = past;
  const kind = { publication, bundle: null, features, source: 'subscription', staleMs: 0 } as const;
  const shape = numberOf(table.shapes, kind);
  const at = writeGrant(draft, { from: until.getTime(), until: until.getTime(), shape });
  if (at === -1) return;
  if (past.isUnpaid) draft.words[at + FRACTIONS]! |= UNPAID;
  if (past.ranOut === true) draft.words[at + FRACTIONS]! |= RAN_OUT;
}

/** Where the grant was written; -1 when no more fit, which leaves out what is named last. */
export function writeGrant(draft: Draft, grant: { from: number; until: number; shape: number }): number {
  if (draft.count === MOST_GRANTS) return -1;
  const at = draft.count * DRAFT_WORDS;
  draft.count += 1;
  draft.words.fill(0, at, at + DRAFT_WORDS);
  const [from, until] = [inRange(grant.from), inRange(grant.until)];
  draft.words[at + FROM] = Math.floor(from / 1_000);
  draft.words[at + UNTIL] = Math.floor(until / 1_000);
  draft.words[at + FRACTIONS] = (from % 1_000) | ((until % 1_000) << 10);
  draft.words[at + SHAPE] = grant.shape;
  return at;
}

/** What a word can hold reaches from 1970 to 2106; whatever is beyond counts as the edge. */
const inRange = (milliseconds: number): number =>
  Math.min(Math.max(milliseconds, 0), LAST_SECOND * 1_000 + 999);

export const fromOf = (words: Uint32Array, at: number): number =>
  words[at + FROM]! * 1_000 + (words[at + FRACTIONS]! & 1_023);

export const untilOf = (words: Uint32Array, at: number): number =>
  words[at + UNTIL]! * 1_000 + ((words[at + FRACTIONS]! >>> 10) & 1_023);

/** All that a table holds of a reader, what is over included; null for one who is not in it. */
export function setOf(table: ReaderTable, readerId: string): Omit<TravellingSet, 'past'> | null {
  const at = readId(readerId) ? findReader(table) : -1;
  if (at === -1) return null;
  const grants = Array.from({ length: countOf(table, at) }, (_, grant) =>
    grantIn(table, grant === 0 ? table.entries : table.pool, grantAt(table, at, grant)),
  );
  const epoch = table.entries[at + EPOCH_COUNT]! >>> 8;
  return { readerId, epoch, version: table.entries[at + VERSION]!, grants };
}

/** The grant that begins at `at`; without ids in the table its id is empty. */
export function grantIn(table: ReaderTable, words: Uint32Array, at: number): TravellingGrant {
  const { publication, bundle, features, source, staleMs } = table.shapes.list[words[at + SHAPE]!]!;
  const until = untilOf(words, at);
  return {
    id: table.hasIds ? writeId(words, at + GRANT_ID) : '',
    publication,
    bundle,
    features,
    source,
    from: new Date(fromOf(words, at)),
    until: new Date(until),
    untilIfStale: new Date(until + staleMs),
    isUnpaid: (words[at + FRACTIONS]! & UNPAID) !== 0,
    version: words[at + GRANT_VERSION]!,
  };
}

/** A grant in numbers, to be filled anew by every question. */
export type GrantWords = {
  /** Where its id stands. */
  words: Uint32Array;
  at: number;
  shape: number;
  /** Milliseconds since 1970. */
  from: number;
  until: number;
  version: number;
};

const grantWords: GrantWords = {
  words: new Uint32Array(0),
  at: 0,
  shape: 0,
  from: 0.5,
  until: 0.5,
  version: 0,
};

/** The grant that begins at `grantAt`, of a table with ids; good until the next call. */
export function grantWordsOf(
  { entries, pool }: ReaderTable,
  { grantAt: at, isInPool }: { readonly grantAt: number; readonly isInPool: boolean },
): GrantWords {
  const words = isInPool ? pool : entries;
  grantWords.words = words;
  grantWords.at = at + GRANT_ID;
  grantWords.shape = words[at + SHAPE]!;
  grantWords.from = fromOf(words, at);
  grantWords.until = untilOf(words, at);
  grantWords.version = words[at + GRANT_VERSION]!;
  return grantWords;
}
