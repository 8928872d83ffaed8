import { createProjection, createVerdict, judge, putSet, ruleFor, setOf } from '@gatefold/access';
import { plus } from '@gatefold/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ada, afterDays, start, subscriptionId } from '../../test/builders.ts';
import { answerWriter } from './answer-bytes.ts';
import { writeCount, writeInstant, type Place } from './byte-writing.ts';
import { toGrant } from './responses.ts';

const written = (write: (place: Place) => void): string => {
  const place = { bytes: Buffer.alloc(64), at: 0 };
  write(place);
  return place.bytes.toString('latin1', 0, place.at);
};

describe('what is written byte by byte is what JavaScript writes', () => {
  test('instants of all years', () => {
    const last = Date.parse('9999-12-31T23:59:59.999Z');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: last }), (milliseconds) => {
        expect(written((place) => writeInstant(place, milliseconds))).toBe(
          new Date(milliseconds).toISOString(),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test.each(['1970-01-01', '2000-02-29', '2024-02-29', '2026-03-01', '2100-02-28', '2100-03-01'])(
    '%s',
    (day) => {
      expect(written((place) => writeInstant(place, Date.parse(day)))).toBe(`${day}T00:00:00.000Z`);
    },
  );

  test.each([0, 7, 10, 99, 100, 4_294_967_295])('the count %i', (count) => {
    expect(written((place) => writeCount(place, count))).toBe(String(count));
  });
});

describe('an answer', () => {
  const projection = createProjection({ ids: true });
  const { table, draft } = projection;
  const grant = {
    ...{ id: subscriptionId, publication: 'der „Kurier“', bundle: 'digital', version: 7 },
    ...{ features: ['articles', 'archive'], source: 'subscription' as const, from: start },
  };
  const until = plus(afterDays(28), 7);
  putSet(table, draft, {
    ...{ readerId: ada, epoch: 1, version: 12, past: [] },
    grants: [{ ...grant, until, untilIfStale: afterDays(30) }],
  });
  const verdict = createVerdict();
  const ask = (reader: string | null, now = afterDays(1)) => {
    const writer = answerWriter();
    const rule = ruleFor(table.shapes, null, 'articles');
    judge({ table, rule, reader }, { now: now.getTime(), isStale: false }, verdict);
    writer.begin();
    writer.write(projection, verdict, 60);
    return JSON.parse(writer.text()) as unknown;
  };

  test('names the grant as everybody else does, whatever letters are in it', () => {
    expect(ask(ada)).toEqual({
      granted: true,
      reason: 'subscription',
      grant: toGrant(setOf(table, ada)!.grants[0]!),
      version: 12,
      cacheFor: 60,
    });
  });

  test('of a no has no grant', () => {
    expect(ask(ada, until)).toMatchObject({ granted: false, reason: 'ended', grant: null, version: 12 });
    expect(ask(null)).toMatchObject({ granted: false, reason: 'not-signed-in', grant: null, version: 0 });
  });

  test('finds room for as many as there are', () => {
    const writer = answerWriter();
    judge(
      { table, rule: ruleFor(table.shapes, null, 'articles'), reader: ada },
      { now: afterDays(1).getTime(), isStale: false },
      verdict,
    );
    for (let n = 0; n < 1_000; n += 1) writer.write(projection, verdict, 60);

    expect(writer.text().split('"granted":true')).toHaveLength(1_001);
  });
});
