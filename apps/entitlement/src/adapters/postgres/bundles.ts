import type { Pool } from 'pg';
import type { BundleVersion } from '../../domain/bundle.ts';
import { toBundle, type BundleRow } from './rows.ts';

/** Adds the versions that are missing. One that is there already stays as it is, whatever is handed in. */
export async function addBundleVersions(pool: Pool, versions: readonly BundleVersion[]): Promise<void> {
  await pool.query(
    `INSERT INTO bundle_version (publication, bundle, version, features, effective_from)
     SELECT publication, bundle, version, ARRAY(SELECT jsonb_array_elements_text(features)), "effectiveFrom"
     FROM jsonb_to_recordset($1::jsonb)
       AS given (publication text, bundle text, version int, features jsonb, "effectiveFrom" timestamptz)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(versions)],
  );
}

export async function readBundles(pool: Pool): Promise<readonly BundleVersion[]> {
  const { rows } = await pool.query<BundleRow>('SELECT * FROM bundle_version');
  return rows.map(toBundle);
}
