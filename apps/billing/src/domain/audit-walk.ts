import { DAY, plus } from '@gatefold/kernel';
import { brokenAt, NOTHING_BEFORE, type AuditEntry, type Hash } from './audit.ts';

/** An entry that was seen, as it was then. */
export type Place = Pick<AuditEntry, 'sequence' | 'hash'>;

/** In front of the first entry. */
export const BEGINNING: Place = { sequence: 0, hash: NOTHING_BEFORE };

/** Machine time after which everything is looked through again: old entries can be changed at any time. */
const AGAIN_AFTER = DAY;

/** How far the chain was looked through, from the first entry on, again and again. */
export type AuditWalk = {
  /** Null where none was ever begun. */
  readonly startedAt: Date | null;
  readonly walked: Place;
  /** The furthest that any walk came: a later one must find the same there. */
  readonly checked: Place;
  /** What came of the last one that reached the end or a break; `entries` are whole. */
  readonly ended: { readonly at: Date; readonly entries: number; readonly brokenAt: number | null } | null;
};

/** Whether the end is still to be reached. One that has reached it only follows what is added. */
export const isUnderWay = ({ startedAt, ended }: Pick<AuditWalk, 'startedAt' | 'ended'>): boolean =>
  startedAt !== null && (ended === null || ended.at < startedAt);

/** The walk to go on with, which may be a new one; null behind a break, until a day is over. */
export function dueWalk(walk: AuditWalk, now: Date): AuditWalk | null {
  const { startedAt, ended } = walk;
  const isOver = ended !== null && !isUnderWay(walk);
  if (startedAt === null || (isOver && now >= plus(ended.at, AGAIN_AFTER)))
    return { ...walk, startedAt: now, walked: BEGINNING };
  return isOver && ended.brokenAt !== null ? null : walk;
}

type From = { readonly now: Date; readonly isEnd: boolean; readonly hash: Hash };

/**
 * After `entries`, which are those from the walk's own place on. The same walk where nothing has come of it.
 *
 * What was seen is held against what is there now: whoever writes the chain anew, with hashes that fit, or takes
 * entries off its end, cannot write what was seen of it.
 */
export function walkOn(
  walk: AuditWalk,
  entries: readonly AuditEntry[],
  { now, isEnd, hash }: From,
): AuditWalk {
  const { place, broken: unfit } = follow(walk.walked, entries, hash);
  const broken = unfit ?? otherThanSeen(walk.checked, entries) ?? missing(walk.checked, { place, isEnd });
  if (broken !== null) return { ...walk, ended: { at: now, entries: broken - 1, brokenAt: broken } };
  const hasEnded = isEnd && isUnderWay(walk);
  if (place.sequence === walk.walked.sequence && !hasEnded) return walk;
  return {
    ...walk,
    walked: place,
    checked: place.sequence > walk.checked.sequence ? place : walk.checked,
    ended: hasEnded ? { at: now, entries: place.sequence, brokenAt: null } : walk.ended,
  };
}

/** Goes from a place that was seen through `entries`, of which the first is that place's own. */
export function follow(
  from: Place,
  entries: readonly AuditEntry[],
  hash: Hash,
): { place: Place; broken: number | null } {
  const isBeginning = from.sequence === BEGINNING.sequence;
  const [own, ...rest] = entries;
  if (!isBeginning && !isAsSeen(own, from, hash)) return { place: from, broken: from.sequence };
  const newer = isBeginning ? entries : rest;
  const broken = brokenAt(newer, { before: from, hash });
  const { sequence, hash: seal } = newer.at(-1) ?? from;
  return { place: broken === null ? { sequence, hash: seal } : from, broken };
}

/** Its hash is the one that was seen, and still that of what it says. */
function isAsSeen(own: AuditEntry | undefined, seen: Place, hash: Hash): boolean {
  if (own?.sequence !== seen.sequence || own.hash !== seen.hash) return false;
  return brokenAt([own], { before: { sequence: own.sequence - 1, hash: own.previousHash }, hash }) === null;
}

const otherThanSeen = (seen: Place, entries: readonly AuditEntry[]): number | null =>
  entries.some(({ sequence, hash }) => sequence === seen.sequence && hash !== seen.hash)
    ? seen.sequence
    : null;

const missing = (seen: Place, { place, isEnd }: { place: Place; isEnd: boolean }): number | null =>
  isEnd && place.sequence < seen.sequence ? place.sequence + 1 : null;
