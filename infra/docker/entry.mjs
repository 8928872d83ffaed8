import { readFileSync } from 'node:fs';
import path from 'node:path';

// Secrets come as files, as Docker and Kubernetes hand them out: NAME_FILE names the file that holds NAME.
for (const [name, file] of Object.entries(process.env))
  if (name.endsWith('_FILE') && name !== 'DATABASE_FILE' && file !== undefined)
    process.env[name.slice(0, -'_FILE'.length)] = readFileSync(file, 'utf8').trim();

await import(path.resolve(process.env.ENTRY));
