import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { readWhole } from '@gatefold/service-kit';
import {
  beginSearch,
  createSearch,
  createVerdict,
  judgeAt,
  lookFor,
  readIdBytes,
  readIdBytesInLowerCase,
  ruleAt,
  ruleByName,
  ruleFor,
  searchBoth,
  type PreparedRule,
  type Projection,
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

/** Answers a body; null where anything in it needs another look. First all is read, then all is found, then answered. */
function batchAnswerer({ memory, clock, onAnswer }: HotDeps): (body: Buffer) => string | null {
  const verdict = createVerdict();
  const asked = emptyCase(ruleFor(memory.projection().table.shapes, null, ''));
  const writer = answerWriter();
  const questions = questionsIn();

  const answerOne = (body: Buffer, question: Question): boolean => {
    const projection = memory.projection();
    const rule = ruleOf(memory, body, { question, at: questions.articleOf(question) });
    if (rule === null) return false;
    asked.rule = rule;
    asked.isSignedIn = question.reader !== NONE;
    asked.at = questions.readerOf(question);
    judgeAt(projection.table, asked, verdict);
    const { entry } = question;
    if (asked.isSignedIn && isBehind(memory, body, { entry, version: verdict.version })) return false;
    onAnswer(verdict);
    writer.write(projection, verdict, cacheFor(verdict, asked.now));
    return true;
  };

  return (body) => {
    asked.now = clock.now().getTime();
    const count = questions.read(body, memory.projection());
    if (count === NOT_PLAIN) return null;
    writer.begin();
    writer.constant(ANSWERS);
    for (let n = 0; n < count; n += 1) {
      if (n > 0) writer.constant(COMMA);
      if (!answerOne(body, questions.at(n))) return null;
    }
    writer.constant(END);
    return writer.text();
  };
}

const NONE = -1;

/** One question: where its texts lie, and under which number its reader and its article are looked for. */
type Question = { readonly entry: PlainEntry; reader: number; article: number };

/** Place for all questions of a batch, to be filled anew by every batch. */
function questionsIn() {
  const [readers, articles] = [createSearch(MOST_QUESTIONS), createSearch(MOST_QUESTIONS)];
  const questions: Question[] = [];
  const at = (n: number): Question => (questions[n] ??= { entry: emptyEntry(), reader: NONE, article: NONE });

  /** False for a reader's id that the contract would refuse. */
  const note = (body: Buffer, question: Question): boolean => {
    const { entry } = question;
    const [reader, from, to] = [entry[READER]!, entry[ARTICLE]!, entry[ARTICLE + 1]!];
    question.reader = NONE;
    if (reader !== NONE) {
      if (!readIdBytes(body, reader) || !isUuid()) return false;
      question.reader = lookFor(readers);
    }
    const isId = from !== NONE && to - from === 36 && readIdBytesInLowerCase(body, from);
    question.article = isId ? lookFor(articles) : NONE;
    return true;
  };

  return {
    at,
    readerOf: ({ reader }: Question): number => (reader === NONE ? -1 : readers.found[reader]!),
    articleOf: ({ article }: Question): number => (article === NONE ? -1 : articles.found[article]!),
    /** How many there are; `NOT_PLAIN` for what is left to others. */
    read(body: Buffer, { table, articles: { numbers } }: Projection): number {
      beginSearch(readers, table);
      beginSearch(articles, numbers);
      let place = firstQuestion(body);
      let count = 0;
      for (; place >= 0; count += 1) {
        if (count === MOST_QUESTIONS) return NOT_PLAIN;
        const question = at(count);
        const end = readEntry(body, place, question.entry);
        if (end === NOT_PLAIN || !note(body, question)) return NOT_PLAIN;
        place = nextQuestion(body, end);
      }
      if (place !== AT_THE_END) return NOT_PLAIN;
      searchBoth(readers, articles);
      return count;
    },
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

type Found = { readonly question: Question; readonly at: number };

/** By where the article was found, or else by its name. */
function ruleOf(memory: Memory, body: Buffer, { question: { entry }, at }: Found): PreparedRule | null {
  const { articles, table } = memory.projection();
  const publication = publicationIn(body, entry);
  if (at !== -1) return ruleAt(articles, at, publication);
  if (entry[ARTICLE] !== NONE) return ruleByName(articles, textAt(body, entry, ARTICLE), publication);
  const feature = entry[FEATURE] === NONE ? null : textAt(body, entry, FEATURE);
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
