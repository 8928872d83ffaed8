/**
 * Where in the bytes of a batch the texts of one question lie: begin and end of the reader, the article, the feature
 * and the publication, -1 where it has none.
 */
export type PlainEntry = Int32Array;

export const emptyEntry = (): PlainEntry => new Int32Array(8);

/** Places of the beginnings; each end is the one after. */
export const [READER, ARTICLE, FEATURE, PUBLICATION] = [0, 2, 4, 6];
const NAMES = ['reader', 'article', 'feature', 'publication'];
const LEAST = [36, 0, 0, 0];
const MOST = [36, 200, 60, 60];

const [QUOTE, COMMA, COLON, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, BACKSLASH] = [
  34, 44, 58, 123, 125, 91, 93, 92,
];

/** What could not be read is left to whoever is thorough. */
export const NOT_PLAIN = -1;
export const AT_THE_END = -2;

/** Where the first question of a batch begins; `NOT_PLAIN` for anything but one list of them. */
export function firstQuestion(bytes: Buffer): number {
  if (bytes[0] !== OPEN) return NOT_PLAIN;
  const key = skip(bytes, 1);
  const keyEnd = endOfText(bytes, key);
  if (keyEnd === NOT_PLAIN || !isText(bytes, { from: key + 1, to: keyEnd }, 'questions')) return NOT_PLAIN;
  const colon = skip(bytes, keyEnd + 1);
  const list = skip(bytes, colon + 1);
  return bytes[colon] === COLON && bytes[list] === OPEN_LIST ? skip(bytes, list + 1) : NOT_PLAIN;
}

/** Where the next question begins, past one that ended before `at`; `AT_THE_END` where the batch ends as it should. */
export function nextQuestion(bytes: Buffer, at: number): number {
  const after = skip(bytes, at);
  if (bytes[after] === COMMA) return skip(bytes, after + 1);
  if (bytes[after] !== CLOSE_LIST) return NOT_PLAIN;
  const end = skip(bytes, after + 1);
  return bytes[end] === CLOSE && skip(bytes, end + 1) === bytes.length ? AT_THE_END : NOT_PLAIN;
}

/** Reads the question that begins at `from` into `entry`, and says where it ends; `NOT_PLAIN` for all but four plain texts. */
export function readEntry(bytes: Buffer, from: number, entry: PlainEntry): number {
  entry.fill(-1);
  if (bytes[from] !== OPEN) return NOT_PLAIN;
  let at = skip(bytes, from + 1);
  for (;;) {
    const name = at + 1;
    const nameEnd = endOfText(bytes, at);
    const colon = nameEnd === NOT_PLAIN ? NOT_PLAIN : skip(bytes, nameEnd + 1);
    if (colon === NOT_PLAIN || bytes[colon] !== COLON) return NOT_PLAIN;
    const value = skip(bytes, colon + 1);
    const end = endOfText(bytes, value);
    if (!assign(entry, nameAt(bytes, name, nameEnd), value + 1, end)) return NOT_PLAIN;
    at = skip(bytes, end + 1);
    if (bytes[at] === CLOSE) return at + 1;
    if (bytes[at] !== COMMA) return NOT_PLAIN;
    at = skip(bytes, at + 1);
  }
}

function skip(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 32 || bytes[at] === 10 || bytes[at] === 13 || bytes[at] === 9) at += 1;
  return at;
}

/** Where the text that opens at `at` closes; only letters that mean themselves. */
function endOfText(bytes: Buffer, at: number): number {
  if (bytes[at] !== QUOTE) return NOT_PLAIN;
  for (let end = at + 1; end < bytes.length; end += 1) {
    const byte = bytes[end]!;
    if (byte === QUOTE) return end;
    if (byte === BACKSLASH || byte < 32 || byte > 126) return NOT_PLAIN;
  }
  return NOT_PLAIN;
}

/** Which of the four a name is, by its first letter and its length; -1 for none of them. */
function nameAt(bytes: Buffer, from: number, to: number): number {
  const first = bytes[from];
  const which = first === LETTER_R ? 0 : first === LETTER_A ? 1 : first === LETTER_F ? 2 : 3;
  return isText(bytes, { from, to }, NAMES[which]!) ? which : -1;
}

const [LETTER_R, LETTER_A, LETTER_F] = [114, 97, 102];

/** False for a name that is none of the four, a text that has no end, is there twice, or is too long. */
// eslint-disable-next-line max-params -- for each member of each question, where an object would be made for it
function assign(entry: PlainEntry, which: number, from: number, to: number): boolean {
  if (which === -1 || to === NOT_PLAIN) return false;
  const isRight = entry[which * 2] === -1 && to - from >= LEAST[which]! && to - from <= MOST[which]!;
  entry[which * 2] = from;
  entry[which * 2 + 1] = to;
  return isRight;
}

/** Whether these bytes spell a text. */
export function isText(bytes: Buffer, { from, to }: { from: number; to: number }, text: string): boolean {
  if (to - from !== text.length) return false;
  for (let at = 0; at < text.length; at += 1) if (bytes[from + at] !== text.charCodeAt(at)) return false;
  return true;
}
