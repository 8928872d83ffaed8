import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  beginSearch,
  createSearch,
  createVerdict,
  judgeAt,
  lookFor,
  readId,
  readIdInLowerCase,
  ruleAt,
  ruleByName,
  ruleFor,
  searchBoth,
  type PreparedRule,
  type Projection,
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
  const found = finder();

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    const url = req.url!;
    if (!url.startsWith(PATH) || req.method !== 'GET' || !isService(authorizationOf(req))) return false;
    const question = parseQuestion(url, PATH.length);
    if (question === null || !memory.isLive()) return false;
    const projection = memory.projection();
    if (!found.look(projection, question)) return false;
    const rule = ruleAsked(memory, question, found.article());
    if (rule === null) return false;

    asked.rule = rule;
    asked.isSignedIn = question.reader !== null;
    asked.at = found.reader();
    asked.now = clock.now().getTime();
    judgeAt(projection.table, asked, verdict);
    if (mayBeOther(memory, question, verdict)) return false;
    writer.begin();
    writer.write(projection, verdict, cacheFor(verdict, asked.now));
    send(res, writer.text());
    onAnswer(verdict);
    return true;
  };
}

function ruleAsked(
  memory: Memory,
  { article, feature, publication }: PlainQuestion,
  at: number,
): PreparedRule | null {
  const { articles, table } = memory.projection();
  if (at !== -1) return ruleAt(articles, at, publication);
  if (article !== null) return ruleByName(articles, article, publication);
  if (feature === null || !memory.isKnownFeature(feature)) return null;
  return ruleFor(table.shapes, publication, feature);
}

/** Finds who asks and the article, if it goes by an id, beside each other. */
function finder() {
  const [readers, articles] = [createSearch(1), createSearch(1)];
  const placeIn = ({ count, found }: typeof readers): number => (count === 1 ? found[0]! : -1);

  return {
    /** False for an id of a reader that the contract would refuse. */
    look(projection: Projection, { reader, article }: PlainQuestion): boolean {
      beginSearch(articles, projection.articles.numbers);
      if (article !== null && readIdInLowerCase(article)) lookFor(articles);
      beginSearch(readers, projection.table);
      if (reader !== null) {
        if (!readId(reader) || !isUuid()) return false;
        lookFor(readers);
      }
      searchBoth(articles, readers);
      return true;
    },
    /** Where each is; -1 for what is not there or was not asked for. */
    reader: () => placeIn(readers),
    article: () => placeIn(articles),
  };
}

/** Whether the database may say another thing: a no with something that opens, or a set that is not the newest. */
const mayBeOther = (memory: Memory, { reader, isOfferedMore }: PlainQuestion, verdict: Verdict): boolean =>
  (isOfferedMore && !verdict.granted) || (reader !== null && isBelowFloor(memory, reader, verdict.version));
