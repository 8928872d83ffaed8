import type { BusinessClock } from '@gatefold/kernel';
import { prepared, together } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { BundleVersion } from '../../domain/bundle.ts';
import { nextBoundary, type ReaderSet } from '../../domain/reader-set.ts';
import type { Announced } from './announcements.ts';
import { saveGrants } from './save-grants.ts';
import { toBundle, toHeldGrant, type BundleRow, type GrantRow } from './rows.ts';

export type HeldSetsDeps = {
  readonly clock: BusinessClock;
  /** Writes what others may know of the sets, each as it was at its `now`, into the outbox. */
  announce(announced: readonly Announced[], tx: PoolClient): Promise<void>;
};

type Held = {
  /** As it is saved. */
  readonly before: ReaderSet;
  set: ReaderSet;
  /** Nothing is held for this id again, whatever is still heard of it. */
  readonly isErased: boolean;
};

/** The sets that one transaction has locked. What it makes of them is saved at its end, in as many statements as for one. */
export function holdSets({ clock, announce }: HeldSetsDeps, tx: PoolClient) {
  const held = new Map<string, Held>();
  const told: Announced[] = [];
  let bundles: readonly BundleVersion[] = [];

  /** In the order of their ids, so that two transactions do not wait for each other. Who is not known yet is from now on. */
  const lock = async (readerIds: readonly string[]): Promise<void> => {
    if (readerIds.length === 0) return;
    const [, { rows: readers }, { rows }] = await together([
      tx.query(makeReaders(readerIds)),
      tx.query<{ id: string; version: number; erased_at: Date | null }>(lockReaders(readerIds)),
      // A statement of its own: one that waited for the lock would see the grants as they were before.
      tx.query<{ grants: GrantRow[] | null; bundles: BundleRow[] | null }>(findHeld(readerIds)),
    ]);
    bundles = (rows[0]?.bundles ?? []).map(toBundle);
    const grants = Map.groupBy(rows[0]?.grants ?? [], ({ reader_id }) => reader_id);
    for (const { id, version, erased_at } of readers) {
      const set = { readerId: id, version, grants: (grants.get(id) ?? []).map(toHeldGrant) };
      held.set(id, { before: set, set, isErased: erased_at !== null });
    }
  };

  return {
    lock,

    async change(
      readerId: string,
      decide: (set: ReaderSet) => ReaderSet,
      traceparent: string | null,
    ): Promise<void> {
      if (!held.has(readerId)) await lock([readerId]);
      const one = held.get(readerId)!;
      const decided = decide(one.set);
      if (decided.version === one.set.version) return;
      one.set = one.isErased ? { ...decided, grants: [] } : decided;
      told.push({ set: one.set, bundles, now: clock.now(), traceparent });
    },

    async save(): Promise<void> {
      if (told.length === 0) return;
      const now = clock.now();
      const changed = [...held.values()].filter(({ before, set }) => set.version !== before.version);
      await together([
        saveGrants(changed, tx),
        tx.query(
          upsertVersions(
            changed.map(({ set }) => set.readerId),
            changed.map(({ set }) => set.version),
            changed.map(({ set }) => nextBoundary(set, now)),
          ),
        ),
        announce(told, tx),
      ]);
    },
  };
}

const makeReaders = prepared(
  'make-readers',
  `INSERT INTO reader (id, version) SELECT id, 0 FROM unnest((SELECT $1::uuid[])) AS r (id) ORDER BY id
   ON CONFLICT DO NOTHING`,
);

/** The reader's row is the lock under which versions are given. */
const lockReaders = prepared(
  'lock-readers',
  `SELECT id, version, erased_at FROM reader WHERE id = ANY ((SELECT $1::uuid[])::uuid[])
   ORDER BY id FOR NO KEY UPDATE`,
);

const findHeld = prepared(
  'find-held',
  `SELECT
     (SELECT json_agg(g) FROM access_grant g WHERE reader_id = ANY ((SELECT $1::uuid[])::uuid[])) AS grants,
     (SELECT json_agg(b) FROM bundle_version b) AS bundles`,
);

const upsertVersions = prepared(
  'upsert-versions',
  `WITH changed AS (
       SELECT * FROM unnest((SELECT $1::uuid[]), (SELECT $2::int[]), (SELECT $3::timestamptz[])) AS c (id, version, due_at)),
     versioned AS (UPDATE reader r SET version = c.version FROM changed c WHERE r.id = c.id),
     over AS (DELETE FROM boundary b USING changed c WHERE b.reader_id = c.id AND c.due_at IS NULL)
   INSERT INTO boundary (reader_id, due_at) SELECT id, due_at FROM changed WHERE due_at IS NOT NULL
   ON CONFLICT (reader_id) DO UPDATE SET due_at = excluded.due_at`,
);
