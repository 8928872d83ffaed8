import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode, encode, majorOf } from './codec.ts';
import type { LogRecord, OutgoingEvent, Topic } from './port.ts';

const topic: Topic = {
  name: 'billing.payment.v1',
  kind: 'fact',
  partitions: 6,
  cleanup: 'delete',
  retentionMs: 1_000,
};

const event: OutgoingEvent = {
  id: '0199a1b2-0000-7000-8000-000000000001',
  source: 'gatefold/billing',
  type: 'payment.paid',
  subject: 'in_1',
  time: '2026-02-01T10:00:00.000Z',
  key: 'reader-1',
  sequence: 3,
  epoch: 1,
  traceparent: null,
  data: { amount: '100' },
};

const stored = (of: OutgoingEvent, changes: Partial<LogRecord> = {}): LogRecord => ({
  ...encode(topic, of),
  topic: topic.name,
  partition: 2,
  offset: '41',
  ...changes,
});

const withHeaders = (headers: Record<string, string | undefined>): LogRecord => {
  const record = stored(event);
  const merged = Object.entries({ ...record.headers, ...headers }).filter(([, value]) => value !== undefined);
  return { ...record, headers: Object.fromEntries(merged) as Record<string, string> };
};

const text = fc
  .string({ minLength: 1, unit: 'grapheme' })
  .filter((candidate) => !candidate.includes('\0') && candidate.isWellFormed());

const anyEvent: fc.Arbitrary<OutgoingEvent> = fc.record({
  id: fc.uuid(),
  source: fc.constantFrom('gatefold/billing', 'gatefold/content'),
  type: text,
  subject: text,
  time: fc
    .date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  key: text,
  sequence: fc.nat(),
  epoch: fc.nat(),
  traceparent: fc.option(text),
  data: fc.jsonValue(),
});

describe('an event on the wire', () => {
  test('comes back as it was sent, whatever it says', () => {
    fc.assert(
      fc.property(anyEvent, (sent) => {
        const { time, data, ...rest } = sent;
        const expected = { ...rest, time: new Date(time), data: JSON.parse(JSON.stringify(data)) as unknown };
        const decoded = decode(stored(sent));
        expect(decoded).toEqual({
          is: 'event',
          event: { ...expected, topic: topic.name, partition: 2, offset: '41' },
        });
      }),
    );
  });

  test('is CloudEvents 1.0 in binary mode', () => {
    expect(encode(topic, { ...event, traceparent: '00-a-b-01' })).toEqual({
      key: 'reader-1',
      value: '{"amount":"100"}',
      headers: {
        ce_specversion: '1.0',
        ce_id: event.id,
        ce_source: 'gatefold/billing',
        ce_type: 'payment.paid',
        ce_subject: 'in_1',
        ce_time: '2026-02-01T10:00:00.000Z',
        ce_sequence: '3',
        ce_epoch: '1',
        ce_dataschema: 'urn:gatefold:billing.payment:v1',
        'content-type': 'application/json',
        traceparent: '00-a-b-01',
      },
    });
  });

  test('without data is a tombstone', () => {
    expect(encode(topic, { ...event, data: null }).value).toBeNull();
    expect(decode(stored({ ...event, data: null }))).toMatchObject({ is: 'event', event: { data: null } });
  });
});

describe('a record from elsewhere', () => {
  test('never makes the reader throw', () => {
    const anyHeaders = fc.dictionary(
      fc.constantFrom(
        'ce_id',
        'ce_type',
        'ce_time',
        'ce_sequence',
        'ce_epoch',
        'ce_specversion',
        'ce_dataschema',
        'x',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(anyHeaders, fc.option(fc.string()), fc.option(fc.string()), (headers, key, value) => {
        const record = { topic: topic.name, partition: 0, offset: '0', headers, key, value };
        expect(['event', 'malformed', 'unknown-major']).toContain(decode(record).is);
      }),
    );
  });

  test.each([
    { what: 'no id', headers: { ce_id: undefined } },
    { what: 'an id that is no UUID', headers: { ce_id: '7' } },
    { what: 'no type', headers: { ce_type: '' } },
    { what: 'a time that is none', headers: { ce_time: 'yesterday' } },
    { what: 'a fraction as sequence', headers: { ce_sequence: '1.5' } },
    { what: 'a sequence past what a number holds', headers: { ce_sequence: '9999999999999999' } },
    { what: 'no epoch', headers: { ce_epoch: undefined } },
  ])('is malformed with $what', ({ headers }) => {
    expect(decode(withHeaders(headers)).is).toBe('malformed');
  });

  test.each(['{', 'NaN', 'undefined', ''])('is malformed when its value is %j', (value) => {
    expect(decode(stored(event, { value })).is).toBe('malformed');
  });

  test.each([
    { headers: { ce_dataschema: 'urn:gatefold:billing.payment:v2' }, major: '2' },
    { headers: { ce_specversion: '2.0' }, major: 'CloudEvents 2.0' },
    { headers: { ce_dataschema: 'urn:gatefold:billing.payment:v2', ce_id: undefined }, major: '2' },
  ])('of a version that is not known here is not called bad ($major)', ({ headers, major }) => {
    expect(decode(withHeaders(headers))).toEqual({ is: 'unknown-major', major });
  });

  test('may be of a newer minor version of CloudEvents', () => {
    expect(decode(withHeaders({ ce_specversion: '1.1' })).is).toBe('event');
  });

  test('has the major version of its topic', () => {
    expect([majorOf('billing.payment.v1'), majorOf('billing.payment.v12'), majorOf('plain')]).toEqual([
      '1',
      '12',
      '1',
    ]);
  });
});
