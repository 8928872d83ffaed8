import { readFileSync } from 'node:fs';

/** What services themselves want the name of a file for. */
const names = new Set(['BUNDLES_FILE', 'DATABASE_FILE', 'METERS_FILE', 'NEWSLETTERS_FILE', 'SNAPSHOT_FILE']);

/**
 * The variables that came as files, as Docker and Kubernetes hand out secrets: NAME_FILE names the file that holds NAME.
 */
export function secretsFromFiles(env) {
  const found = {};
  for (const [name, file] of Object.entries(env))
    if (name.endsWith('_FILE') && !names.has(name) && file !== undefined)
      found[name.slice(0, -'_FILE'.length)] = readFileSync(file, 'utf8').trim();
  return found;
}
