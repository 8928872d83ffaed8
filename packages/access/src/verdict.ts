import type { PreparedRule } from './article-book.ts';
import type { DeniedReason, GrantedReason } from './decide.ts';
import { readId } from './ids.ts';
import {
  countOf,
  findReader,
  FIRST_GRANT,
  FRACTIONS,
  POOL_AT,
  RAN_OUT,
  SHAPE,
  UNPAID,
  VERSION,
  type ReaderTable,
} from './reader-table.ts';
import { fromOf, untilOf } from './table-grants.ts';

/** A decision as numbers, to be filled anew by every question, so that asking leaves nothing behind. */
export type Verdict = {
  granted: boolean;
  reason: GrantedReason | DeniedReason;
  /** Of the reader's set; 0 for one of whom nothing is known. */
  version: number;
  /** Milliseconds since 1970; the first instant at which the grant that opens is over, else 0. */
  until: number;
  /** The first instant after now at which the answer may be another; Infinity for never. */
  nextChangeAt: number;
  /** Where the grant that opens begins, within the table's entries or within its pool; -1 for none. */
  grantAt: number;
  isInPool: boolean;
  /** A no to somebody of whom merely nothing more was heard: most likely they have paid. */
  endedInSilence: boolean;
  /** Whether money for anything that the reader has, or had last, did not come in. */
  hasUnpaid: boolean;
};

export const createVerdict = (): Verdict => ({
  granted: false,
  reason: 'unknown',
  version: 0.5,
  until: 0.5,
  nextChangeAt: 0.5,
  grantAt: -1,
  isInPool: false,
  endedInSilence: false,
  hasUnpaid: false,
});

export type Asking = {
  /** Milliseconds since 1970. */
  now: number;
  /** Whether nothing was heard for so long that grants count as long as they may be trusted. */
  isStale: boolean;
};

/**
 * The same decision as `decide`, over a table. Says whether the reader may read.
 *
 * `reader` null is nobody signed in; an id that is none is somebody of whom nothing is known.
 */
export function judge(
  { table, rule, reader }: { table: ReaderTable; rule: PreparedRule; reader: string | null },
  { now, isStale }: Asking,
  verdict: Verdict,
): boolean {
  const at = reader !== null && readId(reader) ? findReader(table) : -1;
  return judgeAt(table, { at, rule, isSignedIn: reader !== null, now, isStale }, verdict);
}

export type Case = {
  /** Where the reader's entry begins; -1 for one who has none. */
  at: number;
  rule: PreparedRule;
  isSignedIn: boolean;
  now: number;
  isStale: boolean;
};

/** The decision about a reader whose entry is found already. */
export function judgeAt(table: ReaderTable, asked: Case, verdict: Verdict): boolean {
  const { at, rule, isSignedIn, now } = asked;
  verdict.version = at === -1 ? 0 : table.entries[at + VERSION]!;
  verdict.until = 0;
  verdict.grantAt = -1;
  verdict.isInPool = false;
  verdict.endedInSilence = false;
  verdict.hasUnpaid = false;
  verdict.nextChangeAt = Math.min(after(now, rule.notBefore), after(now, rule.notAfter));
  weigh(table, asked, verdict);

  if (now < rule.notBefore) return deny(verdict, 'not-open-yet');
  if (now >= rule.notAfter) return deny(verdict, 'closed');
  switch (rule.access) {
    case 'free':
      return openTo(verdict, 'free');
    case 'registered':
      return isSignedIn ? openTo(verdict, 'registered') : deny(verdict, 'not-signed-in');
    case 'feature':
      return byGrants(table, asked, verdict);
  }
}

const after = (now: number, instant: number): number => (now < instant ? instant : Infinity);

function byGrants({ shapes }: ReaderTable, { rule, isSignedIn }: Case, verdict: Verdict): boolean {
  if (rule.want === null) return deny(verdict, 'unknown');
  if (verdict.grantAt !== -1) {
    verdict.granted = true;
    verdict.reason = shapes.list[weighed.shape]!.source;
    return true;
  }
  if (!isSignedIn) return deny(verdict, 'not-signed-in');
  if (weighed.isUnpaid) return deny(verdict, 'payment-problem');
  if (weighed.hasLive) return deny(verdict, 'wrong-plan');
  verdict.endedInSilence = weighed.hadIt && weighed.ranOut;
  return deny(verdict, weighed.hadIt ? 'ended' : 'no-plan');
}

/** What a reader's grants came to, and the one in hand; between `weigh` and `byGrants` nothing else runs. */
const weighed = {
  words: new Uint32Array(0) as Uint32Array,
  place: 0,
  isInPool: false,
  shape: 0,
  hasLive: false,
  hadIt: false,
  isUnpaid: false,
  ranOut: false,
  lastUntil: 0.5,
};

/** Looks at all grants of a reader once: the longest that opens, and what the reader had last. */
function weigh(table: ReaderTable, asked: Case, verdict: Verdict): void {
  weighed.hasLive = false;
  weighed.hadIt = false;
  weighed.isUnpaid = false;
  weighed.ranOut = false;
  weighed.lastUntil = 0;
  const { at } = asked;
  const count = at === -1 ? 0 : countOf(table, at);
  for (let grant = 0; grant < count; grant += 1) {
    weighed.isInPool = grant > 0;
    weighed.words = grant === 0 ? table.entries : table.pool;
    weighed.place =
      grant === 0 ? at + FIRST_GRANT : table.entries[at + POOL_AT]! + (grant - 1) * table.grantWords;
    weighOne(table, asked, verdict);
  }
}

function weighOne(table: ReaderTable, { rule, now, isStale }: Case, verdict: Verdict): void {
  const { words, place } = weighed;
  const from = fromOf(words, place);
  const shape = words[place + SHAPE]!;
  const until = untilOf(words, place) + (isStale ? table.shapes.list[shape]!.staleMs : 0);
  const isMeant = rule.want !== null && rule.want.opens[shape] === 1;
  if ((words[place + FRACTIONS]! & UNPAID) !== 0) verdict.hasUnpaid = true;
  if (now >= until) return past(table, isMeant, until);
  verdict.nextChangeAt = Math.min(verdict.nextChangeAt, now < from ? from : until);
  if (now < from) return;
  weighed.hasLive = true;
  if (isMeant && until > verdict.until) choose(verdict, until, shape);
}

function past({ shapes }: ReaderTable, isMeant: boolean, until: number): void {
  const { words, place } = weighed;
  const flags = words[place + FRACTIONS]!;
  const isUnpaid = (flags & UNPAID) !== 0;
  const wasToRenew = (flags & RAN_OUT) !== 0 || shapes.list[words[place + SHAPE]!]!.staleMs > 0;
  if (wasToRenew && !isUnpaid) weighed.ranOut = true;
  if (!isMeant || until < weighed.lastUntil) return;
  weighed.lastUntil = until;
  weighed.hadIt = true;
  weighed.isUnpaid = isUnpaid;
}

function choose(verdict: Verdict, until: number, shape: number): void {
  verdict.until = until;
  verdict.grantAt = weighed.place;
  verdict.isInPool = weighed.isInPool;
  weighed.shape = shape;
}

function openTo(verdict: Verdict, reason: GrantedReason): boolean {
  verdict.granted = true;
  verdict.reason = reason;
  verdict.until = 0;
  verdict.grantAt = -1;
  return true;
}

function deny(verdict: Verdict, reason: DeniedReason): boolean {
  verdict.granted = false;
  verdict.reason = reason;
  verdict.until = 0;
  verdict.grantAt = -1;
  return false;
}
