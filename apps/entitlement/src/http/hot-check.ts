import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  createVerdict,
  findReader,
  judgeAt,
  readId,
  ruleFor,
  ruleOf,
  type Case,
  type PreparedRule,
  type Verdict,
} from '@gatefold/access';
import { answerWriter } from './answer-bytes.ts';
import { authorizationOf, cacheFor, createSender, emptyCase, isBelowFloor, isUuid } from './from-memory.ts';
import type { HotDeps, Memory } from './from-memory.ts';
import { parseQuestion, type PlainQuestion } from './plain-question.ts';

const PATH = '/v1/check?';

/**
 * Answers the question of a service about the present out of memory, before Express and without a database.
 *
 * False for everything that is not exactly that, and for everything that would be refused: whoever comes next
 * answers it, by the same rules. A reader of whom the database told something newer is not answered from here
 * either, until it has arrived.
 */
export function hotCheck({ memory, isService, clock, newId, onAnswer }: HotDeps) {
  const verdict = createVerdict();
  const asked = emptyCase(ruleFor(memory.projection().table.shapes, null, ''));
  const writer = answerWriter();
  const send = createSender(newId);

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    const url = req.url!;
    if (!url.startsWith(PATH) || req.method !== 'GET' || !isService(authorizationOf(req))) return false;
    const question = parseQuestion(url, PATH.length);
    if (question === null || !memory.isLive()) return false;
    const rule = ruleAsked(memory, question);
    if (rule === null || !findAsker(memory, question, asked)) return false;

    asked.rule = rule;
    asked.now = clock.now().getTime();
    const projection = memory.projection();
    judgeAt(projection.table, asked, verdict);
    if (mayBeOther(memory, question, verdict)) return false;
    writer.begin();
    writer.write(projection, verdict, cacheFor(verdict, asked.now));
    send(res, writer.text());
    onAnswer(verdict);
    return true;
  };
}

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

/** Whether the database may say another thing: a no with something that opens, or a set that is not the newest. */
const mayBeOther = (memory: Memory, { reader, isOfferedMore }: PlainQuestion, verdict: Verdict): boolean =>
  (isOfferedMore && !verdict.granted) || (reader !== null && isBelowFloor(memory, reader, verdict.version));
