import { grantWordsOf, type Projection, type Verdict } from '@gatefold/access';
import { writeBytes, writeCount, writeInstant, writeUuid, type Place } from './byte-writing.ts';

const ROOM = 64 * 1_024;
/** More than everything of an answer but its shape can take. */
const REST = 400;

/**
 * Answers as JSON in ASCII, written byte by byte into one place, so that the most asked path makes no text that it
 * throws away. What grants of one shape have in common is spelt once.
 *
 * The same JSON as `toAnswer` makes; a test holds the two against each other.
 */
export function answerWriter() {
  const place: Place = { bytes: Buffer.allocUnsafeSlow(ROOM), at: 0 };
  const spellings: Spelling[] = [];
  const openings = new Map<string, Uint8Array>();

  const spellingOf = ({ table }: Projection, number: number): Spelling => {
    const shape = table.shapes.list[number]!;
    const known = spellings[number];
    // What a bundle holds may change, and a rebuilt projection gives other numbers.
    if (known?.of === shape) return known;
    return (spellings[number] = spell(shape));
  };

  const openingOf = ({ granted, reason }: Verdict): Uint8Array => {
    let opening = openings.get(reason);
    if (opening === undefined)
      openings.set(reason, (opening = ascii(`{"granted":${granted},"reason":"${reason}","grant":null`)));
    return opening;
  };

  return {
    begin: (): void => void (place.at = 0),
    constant(bytes: Uint8Array): void {
      makeRoom(place, bytes.length);
      writeBytes(place, bytes);
    },
    write(projection: Projection, verdict: Verdict, cacheFor: number): void {
      if (verdict.grantAt === -1) {
        const opening = openingOf(verdict);
        makeRoom(place, opening.length + REST);
        writeBytes(place, opening);
      } else {
        writeGrant(place, { projection, verdict, spellingOf });
      }
      writeBytes(place, VERSION);
      writeCount(place, verdict.version);
      writeBytes(place, CACHE_FOR);
      writeCount(place, cacheFor);
      place.bytes[place.at++] = CLOSE;
    },
    /** As a text with a byte a letter. */
    text: (): string => place.bytes.toString('latin1', 0, place.at),
  };
}

type Shape = Projection['table']['shapes']['list'][number];
type Spelling = {
  readonly of: Shape;
  readonly opening: Uint8Array;
  readonly staleMs: number;
  readonly middle: Uint8Array;
};

const CLOSE = 125;

/** JSON with one byte a letter; the few answers with other letters escape them. */
export const ascii = (json: string): Uint8Array =>
  Buffer.from(
    json.replaceAll(
      /[\u0080-\uffff]/g,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
    'latin1',
  );

const VERSION = ascii(',"version":');
const CACHE_FOR = ascii(',"cacheFor":');
const UNTIL = ascii('","until":"');
const UNTIL_IF_STALE = ascii('","untilIfStale":"');
const GRANT_VERSION = ascii('","version":');

function spell(shape: Shape): Spelling {
  const { publication, features, source, staleMs } = shape;
  const fields = JSON.stringify({ publication, features, source }).slice(1, -1);
  return {
    of: shape,
    opening: ascii(`{"granted":true,"reason":"${source}","grant":{"id":"`),
    staleMs,
    middle: ascii(`",${fields},"from":"`),
  };
}

type Granted = {
  projection: Projection;
  verdict: Verdict;
  spellingOf(projection: Projection, shape: number): Spelling;
};

function writeGrant(place: Place, { projection, verdict, spellingOf }: Granted): void {
  const { words, at, shape, from, until, version } = grantWordsOf(projection.table, verdict);
  const { opening, middle, staleMs } = spellingOf(projection, shape);
  makeRoom(place, opening.length + middle.length + REST);
  writeBytes(place, opening);
  writeUuid(place, words, at);
  writeBytes(place, middle);
  writeInstant(place, from);
  writeBytes(place, UNTIL);
  writeInstant(place, until);
  writeBytes(place, UNTIL_IF_STALE);
  writeInstant(place, until + staleMs);
  writeBytes(place, GRANT_VERSION);
  writeCount(place, version);
  place.bytes[place.at++] = CLOSE;
}

function makeRoom(place: Place, more: number): void {
  if (place.at + more <= place.bytes.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(place.bytes.length * 2, place.at + more));
  larger.set(place.bytes.subarray(0, place.at));
  place.bytes = larger;
}
