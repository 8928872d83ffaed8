import { idWords, readIdBytes } from './ids.ts';
import { instantAt, NO_INSTANT } from './instants.ts';
import { FRACTIONS, GRANT_ID, GRANT_VERSION, UNPAID, type Draft, type ReaderTable } from './reader-table.ts';
import { kindOf, type KindCache, type Span } from './kinds.ts';
import { writeGrant } from './table-grants.ts';

/**
 * Reads the record of one reader's set straight from its bytes, for replays of millions.
 *
 * It knows the JSON that entitlement writes, with any spacing and any order of keys, and nothing else: an
 * escape, an unknown key or a time in another form ends it with false, and whoever called it then reads the
 * record the long way. It never throws.
 */
export function readRecord(reader: RecordReader, bytes: Uint8Array): boolean {
  reader.bytes = bytes;
  reader.at = 0;
  reader.draft.count = 0;
  reader.parts = 0;
  return readObject(reader, readSetMember) && reader.parts === ALL_PARTS;
}

export type RecordReader = {
  readonly table: ReaderTable;
  readonly draft: Draft;
  readonly kinds: KindCache;
  bytes: Uint8Array;
  at: number;
  /** Which of the reader's id, version and grants were there. */
  parts: number;
  readonly grant: GrantParts;
};

type GrantParts = {
  from: number;
  until: number;
  untilIfStale: number;
  version: number;
  isUnpaid: boolean;
  hasId: boolean;
  readonly id: Uint32Array;
  readonly publication: Span;
  readonly bundle: Span;
  readonly features: Span;
  readonly source: Span;
};

const HAS_ID = 1;
const HAS_VERSION = 2;
const HAS_GRANTS = 4;
const ALL_PARTS = HAS_ID | HAS_VERSION | HAS_GRANTS;
const [QUOTE, COMMA, COLON, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, BACKSLASH] = [
  34, 44, 58, 123, 125, 91, 93, 92,
];

const noSpan = (): Span => ({ from: 0, to: 0 });

export const createRecordReader = (table: ReaderTable, draft: Draft, kinds: KindCache): RecordReader => ({
  table,
  draft,
  kinds,
  bytes: new Uint8Array(0),
  at: 0,
  parts: 0,
  grant: {
    from: 0.5,
    until: 0.5,
    untilIfStale: 0.5,
    version: 0,
    isUnpaid: false,
    hasId: false,
    id: new Uint32Array(4),
    publication: noSpan(),
    bundle: noSpan(),
    features: noSpan(),
    source: noSpan(),
  },
});

/** The next byte that is no space, which is then behind us. */
function next(reader: RecordReader): number {
  const { bytes } = reader;
  let byte = bytes[reader.at++];
  while (byte === 32 || byte === 10 || byte === 13 || byte === 9) byte = bytes[reader.at++];
  return byte ?? -1;
}

type Member = (reader: RecordReader, key: Span) => boolean;
const key: Span = noSpan();
const memberKey: Span = noSpan();

function readObject(reader: RecordReader, member: Member): boolean {
  if (next(reader) !== OPEN) return false;
  for (;;) {
    const span = member === readSetMember ? key : memberKey;
    if (!readText(reader, span) || next(reader) !== COLON || !member(reader, span)) return false;
    const byte = next(reader);
    if (byte === CLOSE) return true;
    if (byte !== COMMA) return false;
  }
}

/** A text without escapes, as a span of bytes. */
function readText(reader: RecordReader, span: Span): boolean {
  if (next(reader) !== QUOTE) return false;
  const { bytes } = reader;
  span.from = reader.at;
  let at = reader.at;
  for (; at < bytes.length; at += 1) {
    if (bytes[at] === QUOTE) break;
    if (bytes[at] === BACKSLASH) return false;
  }
  span.to = at;
  reader.at = at + 1;
  return at < bytes.length;
}

function readCount(reader: RecordReader): number {
  const { bytes } = reader;
  let value = next(reader) - 48;
  if (value < 0 || value > 9) return -1;
  for (let digit = bytes[reader.at]! - 48; digit >= 0 && digit <= 9; digit = bytes[reader.at]! - 48) {
    value = value * 10 + digit;
    reader.at += 1;
  }
  return value > 0xffff_ffff ? -1 : value;
}

/** Tells keys apart by length and first letter, which is enough for those that entitlement writes. */
const named = ({ bytes }: RecordReader, { from, to }: Span, text: string): boolean =>
  to - from === text.length &&
  bytes[from] === text.charCodeAt(0) &&
  bytes[to - 1] === text.charCodeAt(text.length - 1);

const text: Span = noSpan();

function readSetMember(reader: RecordReader, span: Span): boolean {
  if (named(reader, span, 'readerId')) {
    reader.parts |= HAS_ID;
    if (!readText(reader, text) || text.to - text.from !== 36) return false;
    if (!readIdBytes(reader.bytes, text.from)) return false;
    reader.draft.key.set(idWords);
    return true;
  }
  if (named(reader, span, 'version')) {
    reader.parts |= HAS_VERSION;
    reader.draft.version = readCount(reader);
    return reader.draft.version >= 0;
  }
  if (named(reader, span, 'grants')) {
    reader.parts |= HAS_GRANTS;
    return readGrants(reader);
  }
  return false;
}

function readGrants(reader: RecordReader): boolean {
  if (next(reader) !== OPEN_LIST) return false;
  if (next(reader) === CLOSE_LIST) return true;
  reader.at -= 1;
  for (;;) {
    if (!readGrant(reader)) return false;
    const byte = next(reader);
    if (byte === CLOSE_LIST) return true;
    if (byte !== COMMA) return false;
  }
}

function readGrant(reader: RecordReader): boolean {
  const { grant, draft } = reader;
  grant.from = NO_INSTANT;
  grant.until = NO_INSTANT;
  grant.untilIfStale = NO_INSTANT;
  grant.version = -1;
  grant.isUnpaid = false;
  grant.hasId = false;
  for (const span of [grant.publication, grant.bundle, grant.features, grant.source]) span.to = span.from = 0;
  if (!readObject(reader, readGrantMember) || !isWhole(grant)) return false;

  const { publication, bundle, features, source } = grant;
  const staleMs = Math.max(0, grant.untilIfStale - grant.until);
  const shape = kindOf(reader.kinds, { bytes: reader.bytes, staleMs, publication, bundle, features, source });
  if (shape === -1) return false;
  const at = writeGrant(draft, { from: grant.from, until: grant.until, shape });
  if (at === -1) return true;
  if (grant.isUnpaid) draft.words[at + FRACTIONS]! |= UNPAID;
  draft.words[at + GRANT_VERSION] = grant.version;
  draft.words.set(grant.id, at + GRANT_ID);
  return true;
}

const isWhole = ({
  from,
  until,
  untilIfStale,
  version,
  hasId,
  publication,
  source,
  features,
}: GrantParts): boolean =>
  from !== NO_INSTANT &&
  until !== NO_INSTANT &&
  untilIfStale !== NO_INSTANT &&
  version >= 0 &&
  hasId &&
  publication.to > 0 &&
  source.to > 0 &&
  features.to > 0;

function readGrantMember(reader: RecordReader, span: Span): boolean {
  const { grant } = reader;
  if (named(reader, span, 'until')) return (grant.until = readInstant(reader)) !== NO_INSTANT;
  if (named(reader, span, 'from')) return (grant.from = readInstant(reader)) !== NO_INSTANT;
  if (named(reader, span, 'untilIfStale')) return (grant.untilIfStale = readInstant(reader)) !== NO_INSTANT;
  if (named(reader, span, 'version')) return (grant.version = readCount(reader)) >= 0;
  if (named(reader, span, 'publication')) return readText(reader, grant.publication);
  if (named(reader, span, 'source')) return readText(reader, grant.source);
  if (named(reader, span, 'features')) return readList(reader, grant.features);
  if (named(reader, span, 'id')) return readGrantId(reader);
  return readRareMember(reader, span);
}

function readRareMember(reader: RecordReader, span: Span): boolean {
  if (named(reader, span, 'bundle')) return readText(reader, reader.grant.bundle);
  if (!named(reader, span, 'isUnpaid') || next(reader) !== 116) return false;
  reader.at += 3;
  reader.grant.isUnpaid = true;
  return true;
}

function readGrantId(reader: RecordReader): boolean {
  const { grant, bytes } = reader;
  if (!readText(reader, text) || text.to - text.from !== 36 || !readIdBytes(bytes, text.from)) return false;
  grant.id.set(idWords);
  grant.hasId = true;
  return true;
}

function readInstant(reader: RecordReader): number {
  return readText(reader, text) && text.to - text.from === 24
    ? instantAt(reader.bytes, text.from)
    : NO_INSTANT;
}

/** A list of texts, its brackets included. */
function readList(reader: RecordReader, span: Span): boolean {
  if (next(reader) !== OPEN_LIST) return false;
  span.from = reader.at - 1;
  const end = reader.bytes.indexOf(CLOSE_LIST, reader.at);
  if (end === -1) return false;
  reader.at = end + 1;
  span.to = end + 1;
  return true;
}
