import { grantIn, type Projection, type Verdict } from '@gatefold/access';
import { toGrant } from './responses.ts';

const MOST_TEXTS = 50_000;

/** Answers as JSON text in ASCII, each made once and kept while it is asked for and nothing about it changes. */
export function answerTexts() {
  const entries = new Map<number, Text>();
  const pool = new Map<number, Text>();
  /** Noes to those of whom nothing is known, and to nobody: the same for all. */
  const toStrangers = new Map<string, string>();

  return ({ table }: Projection, verdict: Verdict, cacheFor: number): string => {
    const { version, grantAt, isInPool } = verdict;
    if (grantAt === -1)
      return version === 0 ? shared(toStrangers, verdict, cacheFor) : plain(verdict, cacheFor);
    const texts = isInPool ? pool : entries;
    const words = isInPool ? table.pool : table.entries;
    let text = texts.get(grantAt);
    if (text === undefined || text.version !== version || text.words !== words) {
      const grant = ascii(JSON.stringify(toGrant(grantIn(table, words, grantAt))));
      text = {
        version,
        words,
        json: `{"granted":true,"reason":"${verdict.reason}","grant":${grant}`,
        cacheFor: -1,
        whole: '',
      };
      if (texts.size >= MOST_TEXTS) texts.clear();
      texts.set(grantAt, text);
    }
    if (text.cacheFor !== cacheFor) {
      text.cacheFor = cacheFor;
      text.whole = text.json + endOf(version, cacheFor);
    }
    return text.whole;
  };
}

/** Good for one version of one reader's set, and for as long as the table lies where it lay. */
type Text = {
  readonly version: number;
  readonly words: Uint32Array;
  readonly json: string;
  cacheFor: number;
  whole: string;
};

const endOf = (version: number, cacheFor: number): string => `,"version":${version},"cacheFor":${cacheFor}}`;

const plain = ({ granted, reason, version }: Verdict, cacheFor: number): string =>
  `{"granted":${granted},"reason":"${reason}","grant":null${endOf(version, cacheFor)}`;

function shared(known: Map<string, string>, verdict: Verdict, cacheFor: number): string {
  const usual = verdict.granted ? 60 : 5;
  if (cacheFor !== usual) return plain(verdict, cacheFor);
  let text = known.get(verdict.reason);
  if (text === undefined) known.set(verdict.reason, (text = plain(verdict, cacheFor)));
  return text;
}

/** The same JSON with one byte a letter, which is sent without being encoded. */
const ascii = (json: string): string =>
  json.replaceAll(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
