import type { BusinessClock } from '@gatefold/kernel';
import type { PoolClient } from 'pg';
import { nextBoundary, type HeldGrant, type ReaderSet } from '../../domain/reader-set.ts';
import type { ReaderSets, Work } from '../../usecases/ports.ts';
import { factColumns, toFact, toHeldGrant, type FactRow, type GrantRow } from './rows.ts';

type Deps = {
  clock: BusinessClock;
  /** Writes what others may know of the set, as it is at `now`, into the outbox. */
  announce(set: ReaderSet, now: Date, work: Work<PoolClient>): Promise<void>;
};

export const postgresReaderSets = ({ clock, announce }: Deps): ReaderSets<PoolClient> => ({
  async keep(fact, tx) {
    const { eventId, type, at, epoch, sequence, data } = fact;
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [data.subscriptionId]);
    await tx.query(
      `INSERT INTO subscription_fact (subscription_id, epoch, sequence, reader_id, event_id, type, at, data, known_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
      [data.subscriptionId, epoch, sequence, data.readerId, eventId, type, at, data, clock.now()],
    );
    const { rows } = await tx.query<FactRow>(
      `SELECT ${factColumns} FROM subscription_fact fact WHERE subscription_id = $1`,
      [data.subscriptionId],
    );
    return rows.map(toFact);
  },

  async change(readerId, decide, work) {
    const current = await lock(readerId, work.tx);
    const next = decide(current);
    if (next.version === current.version) return;
    const now = clock.now();
    await save(current, next, work.tx);
    await setBoundary(readerId, nextBoundary(next, now), work.tx);
    await announce(next, now, work);
  },
});

/** The reader's row is the lock under which versions are given; it is made on first sight. */
async function lock(readerId: string, tx: PoolClient): Promise<ReaderSet> {
  const { rows } = await tx.query<{ version: number }>(
    `INSERT INTO reader AS r (id, version) VALUES ($1, 0)
     ON CONFLICT (id) DO UPDATE SET version = r.version RETURNING version`,
    [readerId],
  );
  const { rows: grants } = await tx.query<GrantRow>('SELECT * FROM access_grant WHERE reader_id = $1', [
    readerId,
  ]);
  return { readerId, version: rows[0]?.version ?? 0, grants: grants.map(toHeldGrant) };
}

async function save(
  current: ReaderSet,
  { readerId, version, grants }: ReaderSet,
  tx: PoolClient,
): Promise<void> {
  await tx.query('UPDATE reader SET version = $2 WHERE id = $1', [readerId, version]);
  for (const grant of grants.filter((candidate) => candidate.version === version))
    await saveGrant(readerId, grant, tx);
  const gone = current.grants.filter(({ id }) => !grants.some((grant) => grant.id === id));
  for (const { id } of gone)
    await tx.query('DELETE FROM access_grant WHERE reader_id = $1 AND id = $2', [readerId, id]);
}

const saveGrant = (readerId: string, grant: HeldGrant, tx: PoolClient) =>
  tx.query(
    `INSERT INTO access_grant (reader_id, id, publication, bundle, features, source, valid_from, valid_until,
       until_if_stale, is_unpaid, version, event_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (reader_id, id) DO UPDATE SET
       publication = excluded.publication, bundle = excluded.bundle, features = excluded.features,
       valid_from = excluded.valid_from, valid_until = excluded.valid_until,
       until_if_stale = excluded.until_if_stale, is_unpaid = excluded.is_unpaid,
       version = excluded.version, event_id = excluded.event_id`,
    [
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
    ],
  );

const setBoundary = (readerId: string, dueAt: Date | null, tx: PoolClient) =>
  dueAt === null
    ? tx.query('DELETE FROM boundary WHERE reader_id = $1', [readerId])
    : tx.query(
        `INSERT INTO boundary (reader_id, due_at) VALUES ($1, $2)
         ON CONFLICT (reader_id) DO UPDATE SET due_at = excluded.due_at`,
        [readerId, dueAt],
      );
