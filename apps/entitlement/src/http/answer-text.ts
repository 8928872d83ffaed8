import { grantIn, type Projection, type Verdict } from '@gatefold/access';
import { toGrant } from './responses.ts';

const MOST_TEXTS = 50_000;

/**
 * Answers as JSON text in ASCII, of which the part that names the grant is made once and kept while it is
 * asked for.
 */
export function answerTexts() {
  const entries = new Map<number, Text>();
  const pool = new Map<number, Text>();

  return ({ table }: Projection, verdict: Verdict, cacheFor: number): string => {
    const { granted, reason, version, grantAt, isInPool } = verdict;
    const end = `,"version":${version},"cacheFor":${cacheFor}}`;
    if (grantAt === -1) return `{"granted":${granted},"reason":"${reason}","grant":null${end}`;
    const texts = isInPool ? pool : entries;
    const words = isInPool ? table.pool : table.entries;
    let text = texts.get(grantAt);
    if (text === undefined || text.version !== version || text.words !== words) {
      text = { version, words, json: ascii(JSON.stringify(toGrant(grantIn(table, words, grantAt)))) };
      if (texts.size >= MOST_TEXTS) texts.clear();
      texts.set(grantAt, text);
    }
    return `{"granted":true,"reason":"${reason}","grant":${text.json}${end}`;
  };
}

/** Good for one version of one reader's set, and for as long as the table lies where it lay. */
type Text = { readonly version: number; readonly words: Uint32Array; readonly json: string };

/** The same JSON with one byte a letter, which is sent without being encoded. */
const ascii = (json: string): string =>
  json.replaceAll(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
