import { isId } from '@gatefold/kernel';
import type { Pool } from 'pg';
import type { AccessRecords } from '../../usecases/ports.ts';
import { factColumns, toArticle, toBundle, toFact, toHeldGrant } from './rows.ts';
import type { ArticleRow, BundleRow, FactRow, GrantRow } from './rows.ts';

/**
 * One statement, whatever the number of questions, since it stands in the path of every page view.
 *
 * Rows travel as JSON, so that four lists fit into one answer.
 */
const FIND = {
  name: 'find-access-records',
  text: `
    SELECT
      (SELECT json_agg(r) FROM (SELECT id, version FROM reader WHERE id = ANY($1::uuid[])) r) AS readers,
      (SELECT json_agg(g) FROM (SELECT * FROM access_grant WHERE reader_id = ANY($1::uuid[])) g) AS grants,
      (SELECT json_agg(a) FROM (
        SELECT * FROM article WHERE id = ANY($3::uuid[]) OR slug = ANY($2::text[])
      ) a) AS articles,
      (SELECT json_agg(b) FROM (SELECT * FROM bundle_version) b) AS bundles`,
};

type FoundRow = {
  readers: { id: string; version: number }[] | null;
  grants: GrantRow[] | null;
  articles: ArticleRow[] | null;
  bundles: BundleRow[] | null;
};

export const postgresAccessRecords = (pool: Pool): AccessRecords => ({
  async find({ readers, articles }) {
    const values = [readers, articles, articles.filter(isId)];
    const { rows } = await pool.query<FoundRow>({ ...FIND, values });
    const found = rows[0];
    const grants = Map.groupBy(found?.grants ?? [], ({ reader_id }) => reader_id);
    const sets = (found?.readers ?? []).map(({ id, version }) => ({
      readerId: id,
      version,
      grants: (grants.get(id) ?? []).map(toHeldGrant),
    }));
    return {
      sets: new Map(sets.map((set) => [set.readerId, set])),
      articles: (found?.articles ?? []).map(toArticle),
      bundles: (found?.bundles ?? []).map(toBundle),
    };
  },

  async historiesOf(readers) {
    const { rows } = await pool.query<FactRow & { asked: string }>(
      `SELECT own.reader_id AS asked, ${factColumns}
       FROM (SELECT DISTINCT reader_id, subscription_id FROM subscription_fact WHERE reader_id = ANY($1::uuid[])) own
       JOIN subscription_fact fact USING (subscription_id)`,
      [readers],
    );
    const byReader = [...Map.groupBy(rows, ({ asked }) => asked)].map(([readerId, facts]) => {
      const histories = Map.groupBy(facts.map(toFact), ({ data }) => data.subscriptionId);
      return [readerId, [...histories.values()]] as const;
    });
    return new Map(byReader);
  },

  async mergedInto(readerId) {
    const { rows } = await pool.query<{ merged_into: string | null }>(
      'SELECT merged_into FROM reader WHERE id = $1',
      [readerId],
    );
    return rows[0]?.merged_into ?? null;
  },
});
