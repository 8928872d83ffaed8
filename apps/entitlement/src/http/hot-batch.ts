import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { readWhole } from '@gatefold/service-kit';
import {
  createVerdict,
  findReader,
  judgeAt,
  readIdBytes,
  readIdBytesInLowerCase,
  ruleByWords,
  ruleFor,
  ruleOf,
  type PreparedRule,
} from '@gatefold/access';
import { answerWriter, ascii } from './answer-bytes.ts';
import { authorizationOf, cacheFor, createSender, emptyCase, isBelowFloor, isUuid } from './from-memory.ts';
import type { HotDeps, Memory } from './from-memory.ts';
import {
  ARTICLE,
  AT_THE_END,
  emptyEntry,
  FEATURE,
  firstQuestion,
  isText,
  nextQuestion,
  NOT_PLAIN,
  PUBLICATION,
  READER,
  readEntry,
  type PlainEntry,
} from './plain-batch.ts';

const PATH = '/v1/check';
const MOST_BYTES = 256 * 1_024;
const MOST_QUESTIONS = 1_000;

/**
 * Answers many questions of a service at once out of memory, by the bytes in which they came.
 *
 * All or none: a batch with one question that is not plain, or that would be refused, is handed on as it came.
 */
export function hotBatch(deps: HotDeps, next: RequestListener) {
  const { memory, isService, newId } = deps;
  const send = createSender(newId);
  const answerAll = batchAnswerer(deps);

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    if (req.url !== PATH || req.method !== 'POST' || !isService(authorizationOf(req))) return false;
    const length = Number(req.headers['content-length'] ?? 0);
    if (!(length > 0 && length <= MOST_BYTES) || !isPlainJson(req) || !memory.isLive()) return false;
    readWhole(req, length, (body) => {
      const json = body.length === length && memory.isLive() ? answerAll(body) : null;
      if (json !== null) return send(res, json);
      // Nobody has seen that it was read: it is still before its end.
      req.unshift(body);
      next(req, res);
    });
    return true;
  };
}

const isPlainJson = ({ headers }: IncomingMessage): boolean =>
  headers['content-encoding'] === undefined &&
  headers['content-type']?.startsWith('application/json') === true;

const ANSWERS = ascii('{"answers":[');
const COMMA = ascii(',');
const END = ascii(']}');

/** Answers a body; null where anything in it needs another look. */
function batchAnswerer({ memory, clock, onAnswer }: HotDeps): (body: Buffer) => string | null {
  const verdict = createVerdict();
  const asked = emptyCase(ruleFor(memory.projection().table.shapes, null, ''));
  const writer = answerWriter();
  const entry = emptyEntry();

  const answerOne = (body: Buffer): boolean => {
    const projection = memory.projection();
    const rule = ruleIn(memory, body, entry);
    if (rule === null || !findAsker(memory, body, { entry, asked })) return false;
    asked.rule = rule;
    judgeAt(projection.table, asked, verdict);
    if (asked.isSignedIn && isBehind(memory, body, { entry, version: verdict.version })) return false;
    onAnswer(verdict);
    writer.write(projection, verdict, cacheFor(verdict, asked.now));
    return true;
  };

  return (body) => {
    asked.now = clock.now().getTime();
    writer.begin();
    writer.constant(ANSWERS);
    let at = firstQuestion(body);
    for (let count = 0; at >= 0; count += 1) {
      const end = count < MOST_QUESTIONS ? readEntry(body, at, entry) : NOT_PLAIN;
      if (end === NOT_PLAIN) return null;
      if (count > 0) writer.constant(COMMA);
      if (!answerOne(body)) return null;
      at = nextQuestion(body, end);
    }
    if (at !== AT_THE_END) return null;
    writer.constant(END);
    return writer.text();
  };
}

/** The floor is by the id's text, which is made only while anything has one. */
function isBehind(
  memory: Memory,
  body: Buffer,
  { entry, version }: { entry: PlainEntry; version: number },
): boolean {
  if (!memory.hasFloors()) return false;
  return isBelowFloor(memory, textAt(body, entry, READER).toLowerCase(), version);
}

type Asking = { entry: PlainEntry; asked: { at: number; isSignedIn: boolean } };

/** Finds who asks; false for an id that the contract would refuse. */
function findAsker(memory: Memory, body: Buffer, { entry, asked }: Asking): boolean {
  const readerFrom = entry[READER]!;
  asked.isSignedIn = readerFrom !== -1;
  asked.at = -1;
  if (readerFrom === -1) return true;
  if (!readIdBytes(body, readerFrom) || !isUuid()) return false;
  asked.at = findReader(memory.projection().table);
  return true;
}

function ruleIn(memory: Memory, body: Buffer, entry: PlainEntry): PreparedRule | null {
  const { articles, table } = memory.projection();
  const publication = publicationIn(body, entry);
  const [from, to] = [entry[ARTICLE]!, entry[ARTICLE + 1]!];
  if (from !== -1) {
    if (to - from === 36 && readIdBytesInLowerCase(body, from)) {
      const rule = ruleByWords(articles, publication);
      if (rule !== undefined) return rule;
    }
    return ruleOf(articles, textAt(body, entry, ARTICLE), publication);
  }
  const feature = entry[FEATURE] === -1 ? null : textAt(body, entry, FEATURE);
  return feature === null || !memory.isKnownFeature(feature)
    ? null
    : ruleFor(table.shapes, publication, feature);
}

const textAt = (body: Buffer, entry: PlainEntry, which: number): string =>
  body.toString('latin1', entry[which], entry[which + 1]);

/** Mostly the one before: made once, compared then. */
let lastPublication = '';

function publicationIn(body: Buffer, entry: PlainEntry): string | null {
  const span = { from: entry[PUBLICATION]!, to: entry[PUBLICATION + 1]! };
  if (span.from === -1) return null;
  if (!isText(body, span, lastPublication)) lastPublication = textAt(body, entry, PUBLICATION);
  return lastPublication;
}
