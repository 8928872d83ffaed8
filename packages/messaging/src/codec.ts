import { majorOf } from './version.ts';
import type { LogRecord, OutgoingEvent, OutgoingRecord, ReceivedEvent, Topic } from './port.ts';

export { majorOf };

const SPEC_VERSION = '1.0';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export type Decoded =
  | { readonly is: 'event'; readonly event: ReceivedEvent<unknown> }
  /** Written by somebody newer: nothing may be said about it, not even that it is bad. */
  | { readonly is: 'unknown-major'; readonly major: string }
  | { readonly is: 'malformed'; readonly reason: string };

const schemaOf = (topicName: string): string =>
  `urn:gatefold:${topicName.replace(/\.v\d+$/, '')}:v${majorOf(topicName)}`;

type Envelope = Omit<OutgoingEvent, 'data'> & {
  /** JSON text; null is a tombstone. */
  readonly value: string | null;
};

/** CloudEvents 1.0 in Kafka's binary mode: attributes as `ce_` headers, the data as the value. */
export const encodeEnvelope = (topic: Topic, event: Envelope): OutgoingRecord => ({
  key: event.key,
  value: event.value,
  headers: {
    ce_specversion: SPEC_VERSION,
    ce_id: event.id,
    ce_source: event.source,
    ce_type: event.type,
    ce_subject: event.subject,
    ce_time: event.time,
    ce_sequence: String(event.sequence),
    ce_epoch: String(event.epoch),
    ce_dataschema: schemaOf(topic.name),
    'content-type': 'application/json',
    ...(event.traceparent === null ? {} : { traceparent: event.traceparent }),
  },
});

export const encode = (topic: Topic, { data, ...event }: OutgoingEvent): OutgoingRecord =>
  encodeEnvelope(topic, { ...event, value: data === null ? null : JSON.stringify(data) });

/** Reads a record whoever wrote it. Never throws. */
export function decode(record: LogRecord): Decoded {
  const { headers } = record;
  const major = unknownMajor(record);
  if (major !== null) return { is: 'unknown-major', major };

  const { key } = record;
  const reason =
    key === null ? 'without a key' : (flawOf(headers) ?? flawOfText([key, ...Object.values(headers)]));
  if (key === null || reason !== null) return { is: 'malformed', reason: reason ?? '' };

  const data = json(record.value);
  if (data === undefined) return { is: 'malformed', reason: 'the value is not JSON' };
  return {
    is: 'event',
    event: {
      id: headers['ce_id']!,
      source: headers['ce_source']!,
      type: headers['ce_type']!,
      subject: headers['ce_subject']!,
      time: new Date(headers['ce_time']!),
      key,
      sequence: Number(headers['ce_sequence']),
      epoch: Number(headers['ce_epoch']),
      traceparent: headers['traceparent'] ?? null,
      data,
      topic: record.topic,
      partition: record.partition,
      offset: record.offset,
    },
  };
}

/** Null when every attribute is there and is what it should be. */
function flawOf(headers: LogRecord['headers']): string | null {
  const missing = ['ce_id', 'ce_source', 'ce_type', 'ce_subject', 'ce_time'].filter((name) => !headers[name]);
  if (missing.length > 0) return `without ${missing.join(', ')}`;
  if (!UUID.test(headers['ce_id']!)) return 'ce_id is not a UUID';
  if (Number.isNaN(Date.parse(headers['ce_time']!))) return 'ce_time is not an instant';
  if (!isCount(headers['ce_sequence']) || !isCount(headers['ce_epoch']))
    return 'ce_sequence or ce_epoch is not a whole number';
  return null;
}

/** PostgreSQL takes no NUL and no half of a surrogate pair as text, so an event with one could not even be looked up. */
const flawOfText = (texts: readonly string[]): string | null =>
  texts.some((text) => text.includes('\u0000') || !text.isWellFormed()) ? 'NUL in the key or a header' : null;

/** Null when this code knows the version. A record that names none is judged by the rest of it. */
function unknownMajor({ topic, headers }: LogRecord): string | null {
  const spec = headers['ce_specversion'];
  if (spec !== undefined && /^\d+\.\d+$/.test(spec) && !spec.startsWith('1.')) return `CloudEvents ${spec}`;
  const written = /:v(\d+)$/.exec(headers['ce_dataschema'] ?? '')?.[1];
  return written === undefined || written === majorOf(topic) ? null : written;
}

const isCount = (text: string | undefined): boolean =>
  text !== undefined && /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text));

/** Undefined when it is not JSON. */
function json(value: string | null): unknown {
  if (value === null) return null;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}
