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
      (SELECT json_agg(b) FROM (SELECT bundle, version, features, effective_from FROM bundle_version) b) AS bundles`,
};

type FoundRow = {
  readers: { id: string; version: number }[] | null;
  grants: GrantRow[] | null;
  articles: ArticleRow[] | null;
  bundles: BundleRow[] | null;
};

export const postgresAccessRecords = (pool: Pool): AccessRecords => ({
  async find({ readers, articles }) {
    const { rows } = await pool.query<FoundRow>({ ...FIND, values: [readers, articles, articles.filter(isId)] });
    const found = rows[0];
    const grants = (found?.grants ?? []).map((row) => ({ readerId: row.reader_id, grant: toHeldGrant(row) }));
    const sets = (found?.readers ?? []).map(({ id, version }) => ({
      readerId: id,
      version,
      grants: grants.filter(({ readerId }) => readerId === id).map(({ grant }) => grant),
    }));
    return {
      sets: new Map(sets.map((set) => [set.readerId, set])),
      articles: (found?.articles ?? []).map(toArticle),
      bundles: (found?.bundles ?? []).map(toBundle),
    };
  },

  async factsOf(readerId) {
    const { rows } = await pool.query<FactRow>(
      `SELECT ${factColumns} FROM subscription_fact
       WHERE subscription_id IN (SELECT subscription_id FROM subscription_fact WHERE reader_id = $1)`,
      [readerId],
    );
    return [...Map.groupBy(rows.map(toFact), ({ data }) => data.subscriptionId).values()];
  },

  async mergedInto(readerId) {
    const { rows } = await pool.query<{ merged_into: string | null }>(
      'SELECT merged_into FROM reader WHERE id = $1',
      [readerId],
    );
    return rows[0]?.merged_into ?? null;
  },
});
