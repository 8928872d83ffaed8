/** Where bytes are written next. Whoever writes has made sure that there is room. */
export type Place = { bytes: Buffer; at: number };

const ZERO = 48;
const HYPHEN = 45;
const COLON = 58;
const DOT = 46;
const T = 84;
const Z = 90;
const DAY = 86_400_000;

/** Below this a loop is faster than a call that copies. */
const FEW = 16;

export function writeBytes(place: Place, from: Uint8Array): void {
  const { bytes, at } = place;
  if (from.length > FEW) bytes.set(from, at);
  else for (let byte = 0; byte < from.length; byte += 1) bytes[at + byte] = from[byte]!;
  place.at = at + from.length;
}

/** A whole number from 0 on, in digits. */
export function writeCount(place: Place, count: number): void {
  let length = 1;
  for (let rest = count; rest >= 10; rest = Math.floor(rest / 10)) length += 1;
  let rest = count;
  for (let digit = length - 1; digit >= 0; digit -= 1) {
    const tens = Math.floor(rest / 10);
    place.bytes[place.at + digit] = ZERO + rest - tens * 10;
    rest = tens;
  }
  place.at += length;
}

const hex = new Uint8Array(512);
for (let byte = 0; byte < 256; byte += 1) {
  const [high, low] = byte.toString(16).padStart(2, '0');
  hex[byte * 2] = high!.charCodeAt(0);
  hex[byte * 2 + 1] = low!.charCodeAt(0);
}

/** The UUID, in lower case, of the four words from `from` on. */
export function writeUuid(place: Place, words: Uint32Array, from: number): void {
  const { bytes, at } = place;
  const [a, b, c, d] = [words[from]!, words[from + 1]!, words[from + 2]!, words[from + 3]!];
  half(bytes, at, a >>> 16);
  half(bytes, at + 4, a);
  bytes[at + 8] = HYPHEN;
  half(bytes, at + 9, b >>> 16);
  bytes[at + 13] = HYPHEN;
  half(bytes, at + 14, b);
  bytes[at + 18] = HYPHEN;
  half(bytes, at + 19, c >>> 16);
  bytes[at + 23] = HYPHEN;
  half(bytes, at + 24, c);
  half(bytes, at + 28, d >>> 16);
  half(bytes, at + 32, d);
  place.at = at + 36;
}

/** The lower sixteen bits as four digits. */
function half(bytes: Buffer, at: number, word: number): void {
  const [high, low] = [((word >>> 8) & 0xff) * 2, (word & 0xff) * 2];
  bytes[at] = hex[high]!;
  bytes[at + 1] = hex[high + 1]!;
  bytes[at + 2] = hex[low]!;
  bytes[at + 3] = hex[low + 1]!;
}

/** As JavaScript writes an instant, `2026-02-01T09:00:00.000Z`; of the years 1970 to 9999. */
export function writeInstant(place: Place, milliseconds: number): void {
  const { bytes, at } = place;
  const day = Math.floor(milliseconds / DAY);
  const ofDay = milliseconds - day * DAY;
  writeDate(bytes, at, day);
  const seconds = (ofDay / 1_000) | 0;
  const ms = ofDay - seconds * 1_000;
  const minutes = (seconds / 60) | 0;
  const hours = (minutes / 60) | 0;
  bytes[at + 10] = T;
  two(bytes, at + 11, hours);
  bytes[at + 13] = COLON;
  two(bytes, at + 14, minutes - hours * 60);
  bytes[at + 16] = COLON;
  two(bytes, at + 17, seconds - minutes * 60);
  bytes[at + 19] = DOT;
  const hundreds = (ms / 100) | 0;
  bytes[at + 20] = ZERO + hundreds;
  two(bytes, at + 21, ms - hundreds * 100);
  bytes[at + 23] = Z;
  place.at = at + 24;
}

/** Of a number below a hundred. */
function two(bytes: Buffer | Uint8Array, at: number, value: number): void {
  const tens = (value * 205) >> 11;
  bytes[at] = ZERO + tens;
  bytes[at + 1] = ZERO + value - tens * 10;
}

/** Days whose dates were written before, by their last twelve bits: grants of many readers end on few days. */
const knownDays = new Int32Array(4_096).fill(-1);
const knownDates = new Uint8Array(4_096 * 10);

function writeDate(bytes: Buffer, at: number, day: number): void {
  const slot = day & 4_095;
  if (knownDays[slot] !== day) {
    spellDate(knownDates, slot * 10, day);
    knownDays[slot] = day;
  }
  for (let byte = 0; byte < 10; byte += 1) bytes[at + byte] = knownDates[slot * 10 + byte]!;
}

/** Of the proleptic Gregorian calendar; the year begins in March, so that a leap day comes last. */
function spellDate(bytes: Uint8Array, at: number, day: number): void {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const part = Math.floor((5 * ofYear + 2) / 153);
  const month = part < 10 ? part + 3 : part - 9;
  const civil = year + era * 400 + (month <= 2 ? 1 : 0);
  const century = Math.floor(civil / 100);
  two(bytes, at, century);
  two(bytes, at + 2, civil - century * 100);
  bytes[at + 4] = HYPHEN;
  two(bytes, at + 5, month);
  bytes[at + 7] = HYPHEN;
  two(bytes, at + 8, ofYear - Math.floor((153 * part + 2) / 5) + 1);
}
