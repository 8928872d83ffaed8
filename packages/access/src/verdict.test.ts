import { at, HOUR, plus } from '@gatefold/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from './decide.ts';
import { grantSources, type Rule } from './grant.ts';
import { createProjection, ruleAsked, takeArticle, takeSet } from './projection.ts';
import { findReader, fingerprint } from './reader-table.ts';
import { readId } from './ids.ts';
import { readSnapshot, takeSnapshot } from './snapshot.ts';
import { grantIn, setOf, type TravellingGrant, type TravellingSet } from './table-grants.ts';
import { createVerdict, judge } from './verdict.ts';

const now = at('2026-03-01T12:00:00.500Z');
const reader = '01990000-0000-7000-8000-0000000000a1';
const idOf = (number: number): string => `01990000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

/** Instants close to now, so that boundaries meet and pass, to the millisecond. */
const instants = fc.integer({ min: -3, max: 3 }).map((step) => plus(now, step * HOUR));
const publications = fc.constantFrom('courier', 'meridian');
const features = fc.subarray(['articles', 'archive', 'newsletter', 'courier/articles', 'meridian/archive']);

const grants = fc
  .record({
    publication: publications,
    bundle: fc.constantFrom(null, 'digital'),
    features,
    source: fc.constantFrom(...grantSources),
    times: fc.tuple(instants, instants, instants),
    isUnpaid: fc.boolean(),
    version: fc.nat(1_000),
  })
  .map(({ times, ...grant }): Omit<TravellingGrant, 'id'> => {
    const [from, until, untilIfStale] = times.toSorted((a, b) => a.getTime() - b.getTime());
    return { ...grant, from: from!, until: until!, untilIfStale: untilIfStale! };
  });
const pasts = fc.record({ publication: publications, features, until: instants, isUnpaid: fc.boolean() });

const sets = fc
  .record({
    epoch: fc.integer({ min: 1, max: 3 }),
    version: fc.nat(50),
    grants: fc.array(grants, { maxLength: 7 }),
    past: fc.array(pasts, { maxLength: 3 }),
  })
  .map((set): TravellingSet => ({
    ...set,
    readerId: reader,
    grants: set.grants.map((grant, index) => ({ ...grant, id: idOf(index + 1) })),
  }));

const rules = fc.record({
  access: fc.constantFrom('free', 'registered', 'feature'),
  feature: fc.constantFrom('articles', 'archive', null),
  notBefore: fc.option(instants),
  notAfter: fc.option(instants),
}) satisfies fc.Arbitrary<Rule>;

const bytes = (json: unknown, spaces = 0): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(json, null, spaces));
const record = ({ epoch, version, ...set }: TravellingSet, spaces = 0) => ({
  epoch,
  sequence: version,
  value: bytes({ ...set, version }, spaces),
});

const article = (rule: Rule, publication: string) => ({
  epoch: 1,
  sequence: 1,
  isWithdrawn: false,
  value: bytes({
    articleId: idOf(77),
    slug: 'the-harbour',
    publication,
    section: 'city',
    rule,
    publishedAt: now,
  }),
});

describe('a decision out of the table', () => {
  test('is the decision of `decide`, for every set, rule and instant', () => {
    fc.assert(
      fc.property(sets, rules, publications, fc.boolean(), (set, rule, publication, isSignedIn) => {
        const projection = createProjection({ ids: true });
        takeSet(projection, record(set));
        takeArticle(projection, article(rule, publication));
        const verdict = createVerdict();
        const prepared = ruleAsked(projection, { article: 'the-harbour', feature: null, publication: null })!;
        judge(
          { table: projection.table, rule: prepared, reader: isSignedIn ? reader : null },
          { now: now.getTime(), isStale: false },
          verdict,
        );

        const held = isSignedIn ? set : { grants: [], past: [] };
        const expected = decide({
          rule,
          publication,
          grants: held.grants,
          history: [
            ...held.grants.map((grant) => ({ ...grant, isUnpaid: grant.isUnpaid === true })),
            ...held.past,
          ],
          signedIn: isSignedIn,
          now,
        });
        const words = verdict.isInPool ? projection.table.pool : projection.table.entries;
        expect({
          granted: verdict.granted,
          reason: verdict.reason,
          nextChangeAt: verdict.nextChangeAt === Infinity ? null : new Date(verdict.nextChangeAt),
          grant: verdict.grantAt === -1 ? null : grantIn(projection.table, words, verdict.grantAt).id,
        }).toEqual({
          granted: expected.granted,
          reason: expected.reason,
          nextChangeAt: expected.nextChangeAt,
          grant: expected.grant?.id ?? null,
        });
      }),
      { numRuns: 1_000 },
    );
  });

  test('trusts a grant longer, and only as long as it may, when nothing is heard', () => {
    const projection = createProjection({ ids: false });
    const grant = {
      id: idOf(1),
      publication: 'courier',
      features: ['articles'],
      source: 'subscription',
      from: plus(now, -HOUR),
      until: now,
      untilIfStale: plus(now, HOUR),
      version: 1,
    } as const;
    takeSet(projection, record({ readerId: reader, epoch: 1, version: 1, grants: [grant], past: [] }));
    const rule = ruleAsked(projection, { article: null, feature: 'articles', publication: null })!;
    const asked = (instant: Date, isStale: boolean) =>
      judge({ table: projection.table, rule, reader }, { now: instant.getTime(), isStale }, createVerdict());

    expect([asked(plus(now, -1), false), asked(now, false)]).toEqual([true, false]);
    expect([asked(plus(now, HOUR - 1), true), asked(plus(now, HOUR), true)]).toEqual([true, false]);
  });

  test.each([
    '',
    'nobody',
    `${reader}0`,
    reader.replaceAll('-', '_'),
    reader.replace('a1', 'ı1'),
    `x${reader.slice(1)}`,
  ])('somebody who has no id has nothing: %s', (nobody) => {
    const projection = createProjection({ ids: false });
    const rule = ruleAsked(projection, { article: null, feature: 'articles', publication: null })!;
    const verdict = createVerdict();

    expect(
      judge({ table: projection.table, rule, reader: nobody }, { now: 0, isStale: false }, verdict),
    ).toBe(false);
    expect(verdict.reason).toBe('no-plan');
  });
});

describe('records', () => {
  test('come out as they went in, whatever their spacing', () => {
    fc.assert(
      fc.property(sets, fc.constantFrom(0, 1), (set, spaces) => {
        const projection = createProjection({ ids: true });
        takeSet(projection, record({ ...set, past: [] }, spaces));

        expect(setOf(projection.table, reader)).toEqual({
          readerId: reader,
          epoch: set.epoch,
          version: set.version,
          grants: set.grants.map((grant) => ({
            ...grant,
            bundle: grant.bundle ?? null,
            isUnpaid: grant.isUnpaid === true,
          })),
        });
      }),
      { numRuns: 300 },
    );
  });

  test('in any order and however often give one end state, and the newest stays', () => {
    const history = fc.array(fc.tuple(sets, fc.integer({ min: 1, max: 40 })), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), (told, dice) => {
        // One revision is one set, as entitlement promises.
        const records = [
          ...new Map(
            told.map(([set, who]) => [`${who} ${set.epoch}.${set.version}`, { ...set, readerId: idOf(who) }]),
          ).values(),
        ];
        const shuffled = [...records, ...records]
          .map((set) => ({ set, place: dice.next().value! }))
          .toSorted((a, b) => a.place - b.place);
        const [inOrder, inDisorder] = [createProjection({ ids: false }), createProjection({ ids: true })];
        for (const set of records.toSorted((a, b) => a.epoch - b.epoch || a.version - b.version))
          takeSet(inOrder, record(set));
        for (const { set } of shuffled) takeSet(inDisorder, record(set));

        expect(fingerprint(inDisorder.table)).toBe(fingerprint(inOrder.table));
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    '',
    '{',
    'null',
    '[]',
    '{"readerId":"x","version":1,"grants":[]}',
    '{"readerId":"01990000-0000-7000-8000-0000000000a1","version":1,"grants":[{"id":1}]}',
    '{"readerId":"01990000-0000-7000-8000-0000000000a1","version":1,"grants":{}}',
    '{"readerId":"01990000-0000-7000-8000-0000000000a1","version":1e308,"grants":[{"until":"9999"}]}',
  ])('that make no sense are refused and change nothing: %s', (text) => {
    const projection = createProjection({ ids: true });

    expect(() =>
      takeSet(projection, { epoch: 1, sequence: 1, value: new TextEncoder().encode(text) }),
    ).toThrow();
    expect(projection.table.size).toBe(0);
  });

  test('of twenty thousand readers are all found again, and no other', () => {
    const projection = createProjection({ ids: false });
    const grant = {
      id: idOf(1),
      publication: 'courier',
      features: ['articles'],
      source: 'subscription',
      from: now,
      until: plus(now, HOUR),
      untilIfStale: plus(now, HOUR),
      version: 1,
    } as const;
    for (let number = 0; number < 20_000; number += 1)
      takeSet(
        projection,
        record({
          readerId: idOf(number * 7),
          epoch: 1,
          version: 1,
          grants: number % 3 === 0 ? [grant, grant] : [grant],
          past: [],
        }),
      );
    const found = (number: number) => readId(idOf(number)) && findReader(projection.table) !== -1;

    expect(Array.from({ length: 20_000 }, (_, number) => number).every((number) => found(number * 7))).toBe(
      true,
    );
    expect(
      Array.from({ length: 20_000 }, (_, number) => number).some((number) => found(number * 7 + 1)),
    ).toBe(false);
  });
});

describe('a snapshot', () => {
  const filled = () => {
    const projection = createProjection({ ids: true });
    takeArticle(
      projection,
      article({ access: 'feature', feature: 'articles', notBefore: now, notAfter: null }, 'courier'),
    );
    for (const [index, set] of fc.sample(sets, { numRuns: 300, seed: 7 }).entries())
      takeSet(projection, record({ ...set, readerId: idOf(index % 200) }));
    projection.positions.set('entitlement.reader.v1', new Map([[3, 41n]]));
    return projection;
  };
  const whole = (parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

  test.each([{ ids: true }, { ids: false }])(
    'gives back every set, article and position ($ids)',
    (options) => {
      const before = filled();
      const after = readSnapshot(whole(takeSnapshot(before)), options);

      expect(fingerprint(after.table)).toBe(fingerprint(before.table));
      expect(after.positions).toEqual(before.positions);
      expect([...after.articles.byId.keys()]).toEqual([...before.articles.byId.keys()]);
    },
  );

  test('can be written to as before', () => {
    const after = readSnapshot(whole(takeSnapshot(filled())), { ids: false });
    for (const [index, set] of fc.sample(sets, { numRuns: 300, seed: 8 }).entries())
      takeSet(after, record({ ...set, epoch: 9, version: index, readerId: idOf(index + 100) }));

    expect(after.table.size).toBe(400);
  });

  test('of which one bit is other, or the end is missing, is not believed', () => {
    const bytes = whole(takeSnapshot(filled()));
    for (const place of [0, 9, 100, bytes.length >> 1, bytes.length - 1]) {
      const damaged = bytes.slice();
      damaged[place]! ^= 1;
      expect(() => readSnapshot(damaged, { ids: true })).toThrow('damaged');
    }
    expect(() => readSnapshot(bytes.subarray(0, -1), { ids: true })).toThrow('damaged');
  });
});

describe('an article', () => {
  const told = (
    sequence: number,
    change: { slug?: string; access?: string; isWithdrawn?: boolean } = {},
  ) => ({
    epoch: 1,
    sequence,
    isWithdrawn: change.isWithdrawn === true,
    value: bytes({
      articleId: idOf(77),
      slug: change.slug ?? 'the-harbour',
      publication: 'courier',
      section: 'city',
      rule: { access: change.access ?? 'free', feature: null, notBefore: null, notAfter: null },
      publishedAt: now,
    }),
  });
  const accessOf = (projection: ReturnType<typeof createProjection>, article: string) =>
    ruleAsked(projection, { article, feature: null, publication: null })?.access ?? null;

  test('goes by the newest that was said of it, under its id and its present name', () => {
    const projection = createProjection({ ids: false });
    takeArticle(projection, told(2, { access: 'registered', slug: 'the-port' }));
    takeArticle(projection, told(1));

    expect(['the-harbour', 'the-port', idOf(77)].map((name) => accessOf(projection, name))).toEqual([
      null,
      'registered',
      'registered',
    ]);
    expect(accessOf(projection, idOf(77).toUpperCase())).toBeNull();
    takeArticle(projection, told(3, { isWithdrawn: true }));
    expect([idOf(77), 'the-harbour', 'the-port'].map((name) => accessOf(projection, name))).toEqual([
      null,
      null,
      null,
    ]);
    takeArticle(projection, told(4));
    expect([idOf(77), 'the-harbour'].map((name) => accessOf(projection, name))).toEqual(['free', 'free']);
  });
});
