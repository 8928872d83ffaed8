import type { BusinessClock } from '@gatefold/kernel';
import { prepared, together } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { BundleVersion } from '../../domain/bundle.ts';
import { nextBoundary, type HeldGrant, type ReaderSet } from '../../domain/reader-set.ts';
import type { ReaderSets, Work } from '../../usecases/ports.ts';
import type { Announced } from './announcements.ts';
import {
  factColumns,
  toBundle,
  toFact,
  toHeldGrant,
  type BundleRow,
  type FactRow,
  type GrantRow,
} from './rows.ts';

type Deps = {
  clock: BusinessClock;
  /** Writes what others may know of the set, as it is at `now`, into the outbox. */
  announce(announced: Announced, work: Work<PoolClient>): Promise<void>;
};

export const postgresReaderSets = ({ clock, announce }: Deps): ReaderSets<PoolClient> => ({
  async keep(fact, tx) {
    const { eventId, type, at, epoch, sequence, data } = fact;
    const [, { rows }] = await together([
      tx.query(lockSubscription(data.subscriptionId)),
      // A statement does not see its own insert; the domain does not mind a fact that is there twice.
      tx.query<FactRow>(
        keepFact(data.subscriptionId, epoch, sequence, data.readerId, eventId, type, at, data, clock.now()),
      ),
    ]);
    return [...rows.map(toFact), fact];
  },

  async change(readerId, decide, work) {
    const { set: current, bundles, isErased } = await lock(readerId, work.tx);
    const decided = decide(current);
    const set = isErased ? { ...decided, grants: [] } : decided;
    if (set.version === current.version) return;
    const now = clock.now();
    await together([
      save(current, set, work.tx),
      setVersion(set, nextBoundary(set, now), work.tx),
      announce({ set, bundles, now }, work),
    ]);
  },
});

const lockSubscription = prepared(
  'lock-subscription',
  'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
);

const keepFact = prepared(
  'keep-fact',
  `
  WITH kept AS (
    INSERT INTO subscription_fact (subscription_id, epoch, sequence, reader_id, event_id, type, at, data, known_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING
  )
  SELECT ${factColumns} FROM subscription_fact fact WHERE subscription_id = $1`,
);

const lockReader = prepared(
  'lock-reader',
  `
  INSERT INTO reader AS r (id, version) VALUES ($1, 0)
  ON CONFLICT (id) DO UPDATE SET version = r.version RETURNING version, erased_at`,
);

const findHeld = prepared(
  'find-held',
  `
  SELECT (SELECT json_agg(g) FROM access_grant g WHERE reader_id = $1) AS grants,
         (SELECT json_agg(b) FROM bundle_version b) AS bundles`,
);

type Locked = {
  readonly set: ReaderSet;
  readonly bundles: readonly BundleVersion[];
  /** Nothing is held for this id again, whatever is still heard of it. */
  readonly isErased: boolean;
};

/** The reader's row is the lock under which versions are given; it is made on first sight. */
async function lock(readerId: string, tx: PoolClient): Promise<Locked> {
  const [{ rows: readers }, { rows }] = await together([
    tx.query<{ version: number; erased_at: Date | null }>(lockReader(readerId)),
    // A statement of its own: one that waited for the lock would see the grants as they were before.
    tx.query<{ grants: GrantRow[] | null; bundles: BundleRow[] | null }>(findHeld(readerId)),
  ]);
  return {
    set: {
      readerId,
      version: readers[0]?.version ?? 0,
      grants: (rows[0]?.grants ?? []).map(toHeldGrant),
    },
    bundles: (rows[0]?.bundles ?? []).map(toBundle),
    isErased: (readers[0]?.erased_at ?? null) !== null,
  };
}

async function save(
  current: ReaderSet,
  { readerId, version, grants }: ReaderSet,
  tx: PoolClient,
): Promise<void> {
  const changed = grants.filter((candidate) => candidate.version === version);
  const gone = current.grants.filter(({ id }) => !grants.some((grant) => grant.id === id));
  await together([
    ...changed.map((grant) => saveGrant(readerId, grant, tx)),
    ...gone.map(({ id }) =>
      tx.query('DELETE FROM access_grant WHERE reader_id = $1 AND id = $2', [readerId, id]),
    ),
  ]);
}

const saveGrant = (readerId: string, grant: HeldGrant, tx: PoolClient) =>
  tx.query(
    upsertGrant(
      readerId,
      grant.id,
      grant.publication,
      grant.bundle,
      grant.features ?? [],
      grant.source,
      grant.from,
      grant.until,
      grant.untilIfStale,
      grant.isUnpaid,
      grant.version,
      grant.eventId,
    ),
  );

const upsertGrant = prepared(
  'upsert-grant',
  `INSERT INTO access_grant (reader_id, id, publication, bundle, features, source, valid_from, valid_until,
       until_if_stale, is_unpaid, version, event_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (reader_id, id) DO UPDATE SET
       publication = excluded.publication, bundle = excluded.bundle, features = excluded.features,
       valid_from = excluded.valid_from, valid_until = excluded.valid_until,
       until_if_stale = excluded.until_if_stale, is_unpaid = excluded.is_unpaid,
       version = excluded.version, event_id = excluded.event_id`,
);

const setVersion = ({ readerId, version }: ReaderSet, dueAt: Date | null, tx: PoolClient) =>
  tx.query(upsertVersion(readerId, version, dueAt));

const upsertVersion = prepared(
  'upsert-version',
  `WITH versioned AS (UPDATE reader SET version = $2 WHERE id = $1),
          over AS (DELETE FROM boundary WHERE reader_id = $1 AND $3::timestamptz IS NULL)
     INSERT INTO boundary (reader_id, due_at) SELECT $1, $3 WHERE $3::timestamptz IS NOT NULL
     ON CONFLICT (reader_id) DO UPDATE SET due_at = excluded.due_at`,
);
