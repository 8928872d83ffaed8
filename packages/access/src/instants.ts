export const NO_INSTANT = -1;

/** Where the digits of `2026-02-01T09:00:00.000Z` stand, and what stands between them. */
const MARKS = [
  [4, 45],
  [7, 45],
  [10, 84],
  [13, 58],
  [16, 58],
  [19, 46],
  [23, 90],
] as const;
const MONTH_LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Milliseconds since 1970 of the 24 bytes of an instant as JavaScript writes it; `NO_INSTANT` for any other
 * form and for years before 1970.
 */
export function instantAt(bytes: Uint8Array, at: number): number {
  for (let mark = 0; mark < MARKS.length; mark += 1)
    if (bytes[at + MARKS[mark]![0]] !== MARKS[mark]![1]) return NO_INSTANT;
  const year = two(bytes, at) * 100 + two(bytes, at + 2);
  const month = two(bytes, at + 5);
  const day = two(bytes, at + 8);
  const seconds = secondsOf(bytes, at);
  const milliseconds = two(bytes, at + 20) * 10 + digit(bytes, at + 22);
  const isRight =
    year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= MONTH_LENGTHS[month - 1]! && seconds >= 0;
  if (!isRight || !(milliseconds >= 0)) return NO_INSTANT;
  return (daysSince1970(year, month, day) * 86_400 + seconds) * 1_000 + milliseconds;
}

function secondsOf(bytes: Uint8Array, at: number): number {
  const [hour, minute, second] = [two(bytes, at + 11), two(bytes, at + 14), two(bytes, at + 17)];
  return hour < 24 && minute < 60 && second < 60 ? hour * 3_600 + minute * 60 + second : -1;
}

/** NaN for what is no digit, which no comparison then lets pass. */
function digit(bytes: Uint8Array, at: number): number {
  const value = bytes[at]! - 48;
  return value >= 0 && value <= 9 ? value : NaN;
}
const two = (bytes: Uint8Array, at: number): number => digit(bytes, at) * 10 + digit(bytes, at + 1);

/** Days of the proleptic Gregorian calendar; the year begins in March, so that a leap day comes last. */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}
