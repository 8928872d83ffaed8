import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { derive } from './derive.ts';

/** `node tools/write-derived.ts`: to be run when the version of Stripe's package changes; a test tells when it was forgotten. */
const file = path.join(import.meta.dirname, '../src/http/derived.json');
writeFileSync(file, `${JSON.stringify(derive())}\n`);
