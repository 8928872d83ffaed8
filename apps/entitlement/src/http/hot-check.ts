import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  createVerdict,
  findReader,
  idWords,
  judgeAt,
  readId,
  ruleFor,
  ruleOf,
  type Case,
  type PreparedRule,
  type Projection,
  type Verdict,
} from '@gatefold/access';
import type { BusinessClock, NewId } from '@gatefold/kernel';
import { answerTexts } from './answer-text.ts';
import { parseQuestion, type PlainQuestion } from './plain-question.ts';

/** What this process knows of itself, and whether it may answer by it. */
export type Memory = {
  isLive(): boolean;
  projection(): Projection;
  isKnownFeature(feature: string): boolean;
  floorOf(readerId: string): number;
  dropFloor(readerId: string): void;
};

type Deps = {
  readonly memory: Memory;
  isService(authorization: string | undefined): boolean;
  readonly clock: BusinessClock;
  readonly newId: NewId;
  onAnswer(verdict: Verdict, seconds: number): void;
};

const YES_SECONDS = 60;
const NO_SECONDS = 5;
const PATH = '/v1/check?';

/**
 * Answers the question of a service about the present out of memory, before Express and without a database.
 *
 * False for everything that is not exactly that, and for everything that would be refused: whoever comes next
 * answers it, by the same rules. A reader of whom the database told something newer is not answered from here
 * either, until it has arrived.
 */
export function hotCheck({ memory, isService, clock, newId, onAnswer }: Deps) {
  const verdict = createVerdict();
  const asked: Case = {
    at: -1,
    rule: ruleFor(memory.projection().table.shapes, null, ''),
    isSignedIn: false,
    now: 0,
    isStale: false,
  };
  const textOf = answerTexts();
  const ids = requestIds(newId);

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    const url = req.url!;
    if (!url.startsWith(PATH) || req.method !== 'GET' || !isService(req.headers.authorization)) return false;
    const startedAt = performance.now();
    const question = parseQuestion(url, PATH.length);
    if (question === null || !memory.isLive()) return false;
    const rule = ruleAsked(memory, question);
    if (rule === null || !findAsker(memory, question, asked)) return false;

    asked.rule = rule;
    asked.now = clock.now().getTime();
    const projection = memory.projection();
    judgeAt(projection.table, asked, verdict);
    if (mayBeOther(memory, question, verdict)) return false;
    const body = textOf(projection, verdict, cacheFor(verdict, asked.now));
    res.writeHead(200, [...HEADERS, 'x-request-id', ids(), 'content-length', String(body.length)]);
    res.end(body, 'latin1');
    onAnswer(verdict, (performance.now() - startedAt) / 1_000);
    return true;
  };
}

const HEADERS = [
  'content-type',
  'application/json; charset=utf-8',
  'cache-control',
  'no-store',
  'x-content-type-options',
  'nosniff',
];

function ruleAsked(memory: Memory, { article, feature, publication }: PlainQuestion): PreparedRule | null {
  const { articles, table } = memory.projection();
  if (article !== null) return ruleOf(articles, article, publication);
  if (feature === null || !memory.isKnownFeature(feature)) return null;
  return ruleFor(table.shapes, publication, feature);
}

/** Finds who asks; false for an id that the contract would refuse. */
function findAsker(memory: Memory, { reader }: PlainQuestion, asked: Case): boolean {
  asked.isSignedIn = reader !== null;
  asked.at = -1;
  if (reader === null) return true;
  if (!readId(reader) || !isUuid()) return false;
  asked.at = findReader(memory.projection().table);
  return true;
}

/** A UUID says its version, 1 to 8, and its variant. */
function isUuid(): boolean {
  const version = (idWords[1]! >>> 12) & 15;
  return version >= 1 && version <= 8 && idWords[2]! >>> 30 === 2;
}

/** Whether the database may say another thing: a no with something that opens, or a set that is not the newest. */
const mayBeOther = (memory: Memory, { reader, isOfferedMore }: PlainQuestion, verdict: Verdict): boolean =>
  (isOfferedMore && !verdict.granted) || (reader !== null && isBelowFloor(memory, reader, verdict.version));

function isBelowFloor(memory: Memory, reader: string, version: number): boolean {
  const floor = memory.floorOf(reader);
  if (version < floor) return true;
  if (floor > 0) memory.dropFloor(reader);
  return false;
}

const cacheFor = ({ granted, nextChangeAt }: Verdict, now: number): number =>
  Math.min(granted ? YES_SECONDS : NO_SECONDS, Math.floor((nextChangeAt - now) / 1_000));

/** Ids of requests that were answered from memory: one of this process and a number. */
function requestIds(newId: NewId): () => string {
  const process = newId();
  let count = 0;
  return () => `${process}.${(count += 1)}`;
}
