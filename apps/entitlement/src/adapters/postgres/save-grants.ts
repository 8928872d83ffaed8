import { prepared, together } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { HeldGrant, ReaderSet } from '../../domain/reader-set.ts';
import type { GrantRow } from './rows.ts';

type Changed = { readonly before: ReaderSet; readonly set: ReaderSet };

/** Saves the grants that are newer than their set was before, and removes those that are gone. */
export async function saveGrants(changed: readonly Changed[], tx: PoolClient): Promise<void> {
  const newer = changed.flatMap(({ before, set }) =>
    set.grants.filter(({ version }) => version > before.version).map((grant) => toRow(set.readerId, grant)),
  );
  const gone = changed.flatMap(({ before, set }) =>
    before.grants
      .filter(({ id }) => !set.grants.some((grant) => grant.id === id))
      .map(({ id }) => ({ readerId: set.readerId, id })),
  );
  await together([
    newer.length === 0 ? null : tx.query(upsertGrants(JSON.stringify(newer))),
    gone.length === 0
      ? null
      : tx.query(
          removeGrants(
            gone.map(({ readerId }) => readerId),
            gone.map(({ id }) => id),
          ),
        ),
  ]);
}

const toRow = (readerId: string, grant: HeldGrant): GrantRow => ({
  reader_id: readerId,
  id: grant.id,
  publication: grant.publication,
  bundle: grant.bundle,
  features: [...(grant.features ?? [])],
  source: grant.source,
  valid_from: grant.from,
  valid_until: grant.until,
  until_if_stale: grant.untilIfStale,
  is_unpaid: grant.isUnpaid,
  version: grant.version,
  event_id: grant.eventId,
});

const upsertGrants = prepared(
  'upsert-grants',
  `INSERT INTO access_grant (reader_id, id, publication, bundle, features, source, valid_from, valid_until,
     until_if_stale, is_unpaid, version, event_id)
   SELECT reader_id, id, publication, bundle, features, source, valid_from, valid_until, until_if_stale, is_unpaid,
     version, event_id FROM jsonb_populate_recordset(NULL::access_grant, $1::jsonb)
   ON CONFLICT (reader_id, id) DO UPDATE SET
     publication = excluded.publication, bundle = excluded.bundle, features = excluded.features,
     valid_from = excluded.valid_from, valid_until = excluded.valid_until,
     until_if_stale = excluded.until_if_stale, is_unpaid = excluded.is_unpaid,
     version = excluded.version, event_id = excluded.event_id`,
);

const removeGrants = prepared(
  'remove-grants',
  `DELETE FROM access_grant g USING unnest((SELECT $1::uuid[]), (SELECT $2::uuid[])) AS gone (reader_id, id)
   WHERE g.reader_id = gone.reader_id AND g.id = gone.id`,
);
