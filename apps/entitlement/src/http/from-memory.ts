import { idWords, type Case, type PreparedRule, type Projection, type Verdict } from '@gatefold/access';
import type { BusinessClock, NewId } from '@gatefold/kernel';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What this process knows of itself, and whether it may answer by it. */
export type Memory = {
  isLive(): boolean;
  projection(): Projection;
  isKnownFeature(feature: string): boolean;
  /** Whether any reader has a floor. */
  hasFloors(): boolean;
  floorOf(readerId: string): number;
  dropFloor(readerId: string): void;
};

export type HotDeps = {
  readonly memory: Memory;
  isService(authorization: string | undefined): boolean;
  readonly clock: BusinessClock;
  readonly newId: NewId;
  onAnswer(verdict: Verdict): void;
};

const YES_SECONDS = 60;
const NO_SECONDS = 5;

/** Whole seconds for which an answer may be kept; never beyond the next change. */
export const cacheFor = ({ granted, nextChangeAt }: Verdict, now: number): number =>
  Math.min(granted ? YES_SECONDS : NO_SECONDS, Math.floor((nextChangeAt - now) / 1_000));

/** A UUID says its version, 1 to 8, and its variant; of the id that was read last. */
export function isUuid(): boolean {
  const version = (idWords[1]! >>> 12) & 15;
  return version >= 1 && version <= 8 && idWords[2]! >>> 30 === 2;
}

/** A case to be filled anew by every question. */
export const emptyCase = (rule: PreparedRule): Case => ({
  at: -1,
  rule,
  isSignedIn: false,
  now: 0.5,
  isStale: false,
});

/** Whether the database told something newer of a reader, which has not come round yet. */
export function isBelowFloor(memory: Memory, reader: string, version: number): boolean {
  const floor = memory.floorOf(reader);
  if (version < floor) return true;
  if (floor > 0) memory.dropFloor(reader);
  return false;
}

/** The header as it came, without all others being put in order for it. */
export function authorizationOf({ rawHeaders }: IncomingMessage): string | undefined {
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    if (name.length === 13 && name.toLowerCase() === 'authorization') return rawHeaders[at + 1];
  }
  return undefined;
}

/** Sends JSON in ASCII under a request id that says where it comes from: one of this process, and a number. */
export function createSender(newId: NewId): (res: ServerResponse, json: string) => void {
  const process = newId();
  let count = 0;
  return (res, json) => {
    count += 1;
    res.writeHead(200, [...HEADERS, `${process}.${count}`, 'content-length', String(json.length)]);
    res.end(json, 'latin1');
  };
}

const HEADERS = [
  ...['content-type', 'application/json; charset=utf-8', 'cache-control', 'no-store'],
  ...['x-content-type-options', 'nosniff', 'x-request-id'],
];
