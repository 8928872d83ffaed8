import { inTransaction } from '@gatefold/messaging';
import type { Pool, PoolClient } from 'pg';
import { holdComp, type Comp } from '../../domain/comp.ts';
import type { Comps, ReaderSets } from '../../usecases/ports.ts';
import { readBundles } from './bundles.ts';

type Row = {
  id: string;
  reader_id: string;
  publication: string;
  features: string[];
  valid_from: Date;
  valid_until: Date;
  reason: string;
  given_by: string;
  revoked_at: Date | null;
  revoked_by: string | null;
  revoke_reason: string | null;
};

export const postgresComps = (pool: Pool, readerSets: ReaderSets<PoolClient>): Comps => ({
  give: (comp, requestKey) =>
    inTransaction(pool, async (tx) => {
      // First the reader, then the comp: the order in which everybody locks them.
      await tx.query('INSERT INTO reader (id) VALUES ($1) ON CONFLICT (id) DO NOTHING', [comp.readerId]);
      const { rows } = await tx.query<Row>(GIVE, [...valuesOf(comp), requestKey]);
      if (rows[0] === undefined) return givenBefore(requestKey, tx);
      await hold(comp, { readerSets, tx });
      return comp;
    }),

  change: (id, decide) =>
    inTransaction(pool, async (tx) => {
      const { rows: found } = await tx.query<Row>('SELECT * FROM comp WHERE id = $1', [id]);
      if (found[0] === undefined) return null;
      await tx.query('SELECT 1 FROM reader WHERE id = $1 FOR UPDATE', [found[0].reader_id]);
      // Read again under the lock: somebody else may have taken it back meanwhile.
      const { rows } = await tx.query<Row>('SELECT * FROM comp WHERE id = $1', [id]);
      const comp = toComp(rows[0]!);
      const changed = decide(comp);
      if (changed === comp) return comp;
      await tx.query(REVOKE, [id, changed.revoked?.at, changed.revoked?.by, changed.revoked?.reason]);
      await hold(changed, { readerSets, tx });
      return changed;
    }),

  async find(id) {
    const { rows } = await pool.query<Row>('SELECT * FROM comp WHERE id = $1', [id]);
    return rows[0] === undefined ? null : toComp(rows[0]);
  },

  async of(readerId) {
    const { rows } = await pool.query<Row>(
      'SELECT * FROM comp WHERE reader_id = $1 ORDER BY valid_from DESC, id DESC',
      [readerId],
    );
    return rows.map(toComp);
  },

  bundles: () => readBundles(pool),
});

const GIVE = `
  INSERT INTO comp (id, reader_id, publication, features, valid_from, valid_until, reason, given_by, request_key)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (request_key) DO NOTHING RETURNING *`;

const REVOKE = 'UPDATE comp SET revoked_at = $2, revoked_by = $3, revoke_reason = $4 WHERE id = $1';

const valuesOf = ({ id, readerId, publication, features, from, until, reason, givenBy }: Comp) => [
  id,
  readerId,
  publication,
  features,
  from,
  until,
  reason,
  givenBy,
];

async function givenBefore(requestKey: string, tx: PoolClient): Promise<Comp> {
  const { rows } = await tx.query<Row>('SELECT * FROM comp WHERE request_key = $1', [requestKey]);
  return toComp(rows[0]!);
}

type Holding = { readerSets: ReaderSets<PoolClient>; tx: PoolClient };

const hold = (comp: Comp, { readerSets, tx }: Holding): Promise<void> =>
  readerSets.change(comp.readerId, (set) => holdComp(set, comp), { tx, traceparent: null });

const toComp = (row: Row): Comp => ({
  id: row.id,
  readerId: row.reader_id,
  publication: row.publication,
  features: row.features,
  from: row.valid_from,
  until: row.valid_until,
  reason: row.reason,
  givenBy: row.given_by,
  revoked:
    row.revoked_at === null
      ? null
      : { at: row.revoked_at, by: row.revoked_by ?? '', reason: row.revoke_reason ?? '' },
});
