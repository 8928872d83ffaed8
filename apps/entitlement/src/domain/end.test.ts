import { createProjection, createVerdict, judge, ruleFor, takeSet } from '@gatefold/access';
import { plus } from '@gatefold/kernel';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { ada, aFact, someBundles, setAfter, start } from '../../test/builders.ts';
import { answer } from './answer.ts';
import { announcementOf } from './reader-set.ts';

/** With what each is behind UTC in January, in minutes. */
const zones = [
  { zone: 'UTC', behind: 0 },
  { zone: 'America/New_York', behind: 300 },
  { zone: 'Europe/Berlin', behind: -60 },
  { zone: 'Asia/Kathmandu', behind: -345 },
  { zone: 'Australia/Lord_Howe', behind: -660 },
  { zone: 'America/St_Johns', behind: 210 },
];
const HOUR = 3_600_000;
const machineZone = process.env['TZ'];
afterAll(() => {
  if (machineZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = machineZone;
});

/** Any instant of two years, and every change of the clocks in them to the hour. */
const ends = fc.oneof(
  fc.integer({ min: 1, max: 730 * 24 * HOUR }),
  fc.integer({ min: 1, max: 730 * 24 }).map((hours) => hours * HOUR),
);

describe.each(zones)('where the machine stands in $zone', ({ zone, behind }) => {
  test('access ends on the dot and never early, by the database and out of memory', () => {
    process.env['TZ'] = zone;
    expect(start.getTimezoneOffset()).toBe(behind);
    fc.assert(
      fc.property(ends, (length) => {
        const end = plus(start, length);
        const leaving = aFact({ data: { intent: 'cancelling', paidThrough: end.toISOString() } });
        const may = [plus(end, -1), end].map((now) => [byDatabase(leaving, now), outOfMemory(leaving, now)]);

        expect(may).toEqual([
          [true, true],
          [false, false],
        ]);
      }),
      { numRuns: 300 },
    );
  });
});

type Fact = ReturnType<typeof aFact>;

const byDatabase = (fact: Fact, now: Date): boolean =>
  answer({ what: { feature: 'articles' }, publication: null, set: setAfter(fact), bundles: someBundles, now })
    .granted;

/** As one is answered who has heard of it a while ago. */
function outOfMemory(fact: Fact, now: Date): boolean {
  const projection = createProjection({ ids: false });
  const value = Buffer.from(JSON.stringify(announcementOf(setAfter(fact), someBundles, start)));
  takeSet(projection, { epoch: 1, sequence: 1, value });
  const { table } = projection;
  const asked = { table, rule: ruleFor(table.shapes, null, 'articles'), reader: ada };
  return judge(asked, { now: now.getTime(), isStale: false }, createVerdict());
}
