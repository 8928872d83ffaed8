/** The four 32-bit words of the id that was read last. */
export const idWords = new Uint32Array(4);

/** Beyond a byte wherever in a pair it stands. */
const NOT_HEX = 0x100;
const HYPHEN = 45;
const DIGITS = '0123456789abcdef';

/** What a hexadecimal digit is worth, by any character's code; an id in upper case is the same id. */
const worth = new Uint16Array(65_536).fill(NOT_HEX);
for (let digit = 0; digit < 16; digit += 1) {
  worth[DIGITS.charCodeAt(digit)] = digit;
  worth[DIGITS.toUpperCase().charCodeAt(digit)] = digit;
}
/** The same where only lower case is written. */
const worthInLowerCase = worth.slice();
for (const letter of 'ABCDEF') worthInLowerCase[letter.charCodeAt(0)] = NOT_HEX;

/** Gathers what any pair brought beyond a byte, so that one look at the end tells. */
let excess = 0;

const four = (a: number, b: number): number => {
  excess |= a | b;
  return (a << 8) | b;
};

/** Reads a UUID's text into `idWords`; false for anything else, whose words then mean nothing. */
export const readId = (text: string): boolean => readBy(worth, text);

/** The same of an id that is written in lower case, as ids of ours are; false for any other. */
export const readIdInLowerCase = (text: string): boolean => readBy(worthInLowerCase, text);

function readBy(by: Uint16Array, text: string): boolean {
  if (text.length !== 36) return false;
  excess = 0;
  idWords[0] = eight(by, text, 0, 4);
  idWords[1] = eight(by, text, 9, 14);
  idWords[2] = eight(by, text, 19, 24);
  idWords[3] = eight(by, text, 28, 32);
  return excess < 256 && hasHyphens(text);
}

/** A word from four digits at one place and four at another. */
// eslint-disable-next-line max-params -- the hottest path of all, where an object would be made for each call
const eight = (by: Uint16Array, text: string, first: number, second: number): number =>
  (four(pairIn(by, text, first), pairIn(by, text, first + 2)) << 16) |
  four(pairIn(by, text, second), pairIn(by, text, second + 2));

const pairIn = (by: Uint16Array, text: string, at: number): number =>
  (by[text.charCodeAt(at)]! << 4) | by[text.charCodeAt(at + 1)]!;

const hasHyphens = (text: string): boolean =>
  text.charCodeAt(8) === HYPHEN &&
  text.charCodeAt(13) === HYPHEN &&
  text.charCodeAt(18) === HYPHEN &&
  text.charCodeAt(23) === HYPHEN;

/** The same from UTF-8 bytes that begin at `offset`. */
export const readIdBytes = (bytes: Uint8Array, offset: number): boolean => readBytesBy(worth, bytes, offset);

/** The same of an id in lower case. */
export const readIdBytesInLowerCase = (bytes: Uint8Array, offset: number): boolean =>
  readBytesBy(worthInLowerCase, bytes, offset);

function readBytesBy(by: Uint16Array, bytes: Uint8Array, offset: number): boolean {
  if (offset + 36 > bytes.length) return false;
  excess = 0;
  idWords[0] = eightBytes(by, bytes, offset, offset + 4);
  idWords[1] = eightBytes(by, bytes, offset + 9, offset + 14);
  idWords[2] = eightBytes(by, bytes, offset + 19, offset + 24);
  idWords[3] = eightBytes(by, bytes, offset + 28, offset + 32);
  return excess < 256 && hyphensIn(bytes, offset);
}

// eslint-disable-next-line max-params -- as above
const eightBytes = (by: Uint16Array, bytes: Uint8Array, first: number, second: number): number =>
  (four(bytePair(by, bytes, first), bytePair(by, bytes, first + 2)) << 16) |
  four(bytePair(by, bytes, second), bytePair(by, bytes, second + 2));

/** Two digits as a byte; more than a byte when one of them is none. */
const bytePair = (by: Uint16Array, bytes: Uint8Array, at: number): number =>
  (by[bytes[at]!]! << 4) | by[bytes[at + 1]!]!;

const hyphensIn = (bytes: Uint8Array, offset: number): boolean =>
  bytes[offset + 8] === HYPHEN &&
  bytes[offset + 13] === HYPHEN &&
  bytes[offset + 18] === HYPHEN &&
  bytes[offset + 23] === HYPHEN;

const bytePairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const digits = (word: number, shift: number): string =>
  bytePairs[(word >>> (shift + 8)) & 0xff]! + bytePairs[(word >>> shift) & 0xff]!;

/** The UUID, in lower case, whose words begin at `offset`. */
export function writeId(words: Uint32Array, offset: number): string {
  const [a, b, c, d] = [words[offset]!, words[offset + 1]!, words[offset + 2]!, words[offset + 3]!];
  return `${digits(a, 16)}${digits(a, 0)}-${digits(b, 16)}-${digits(b, 0)}-${digits(c, 16)}-${digits(c, 0)}${digits(d, 16)}${digits(d, 0)}`;
}
