import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readId } from './ids.ts';
import { createDraft, createReaderTable, findReader } from './reader-table.ts';
import { beginSearch, createSearch, lookFor, searchBoth } from './search.ts';
import { putSet } from './table-grants.ts';

const MOST = 50;
const idOf = (n: number): string => `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** A table with every number below 5,000 that is a multiple. */
function tableOf(multiple: number) {
  const table = createReaderTable({ ids: false, readers: 10 });
  const draft = createDraft();
  for (let n = 0; n < 5_000; n += multiple)
    putSet(table, draft, { readerId: idOf(n), epoch: 1, version: 1, grants: [], past: [] });
  return table;
}

test('ids that are looked for together, in two tables, are found where each is found alone, and no other is', () => {
  const tables = [tableOf(2), tableOf(3)] as const;
  const searches = [createSearch(MOST), createSearch(MOST)] as const;
  const numbers = fc.array(fc.nat(6_000), { maxLength: MOST });
  const together = (at: 0 | 1, asked: readonly number[]): void => {
    beginSearch(searches[at], tables[at]);
    for (const [place, n] of asked.entries()) {
      readId(idOf(n));
      expect(lookFor(searches[at])).toBe(place);
    }
  };
  const alone = (at: 0 | 1, n: number): number => (readId(idOf(n)) ? findReader(tables[at]) : -1);

  fc.assert(
    fc.property(numbers, numbers, (one, other) => {
      together(0, one);
      together(1, other);
      searchBoth(...searches);

      expect([...searches[0].found.subarray(0, one.length)]).toEqual(one.map((n) => alone(0, n)));
      expect([...searches[1].found.subarray(0, other.length)]).toEqual(other.map((n) => alone(1, n)));
    }),
  );
});

test('nothing is found in a table that is empty', () => {
  const [one, other] = [createSearch(1), createSearch(1)];
  for (const search of [one, other]) beginSearch(search, createReaderTable({ ids: true }));
  readId(idOf(7));
  lookFor(one);
  searchBoth(one, other);

  expect([one.found[0], other.count]).toEqual([-1, 0]);
});
