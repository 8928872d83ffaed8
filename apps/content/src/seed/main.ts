import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnv, newId, systemBusinessClock } from '@gatefold/service-kit';
import { Pool } from 'pg';
import { z } from 'zod';
import { postgresDesk } from '../adapters/postgres/desk.ts';
import { savePaper } from '../adapters/postgres/paper.ts';
import { readDraft } from './front-matter.ts';
import { manuscriptOf } from './manuscript.ts';
import { Authors, Columns, Pictures, Sections } from './paper.ts';

/**
 * Publishes the seeded paper into content's database. Run again on another day, it moves the dates along.
 *
 * Articles are dated back from today, so that the paper is always fresh; the running service
 * announces them.
 */
const folder = new URL('../../seed/', import.meta.url).pathname;
const Env = z.object({ DATABASE_URL: z.url(), EVENTS_EPOCH: z.coerce.number().int().positive().default(1) });
const { DATABASE_URL, EVENTS_EPOCH } = loadEnv(Env, process.env);
const read = <T>(schema: z.ZodType<T>, file: string): T =>
  schema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));

const pool = new Pool({ connectionString: DATABASE_URL });
await savePaper(pool, {
  sections: read(Sections, 'sections.json'),
  authors: read(Authors, 'authors.json'),
  columns: read(Columns, 'columns.json'),
  pictures: read(Pictures, 'images.json'),
});

const desk = postgresDesk({
  pool,
  clock: systemBusinessClock,
  newId,
  epoch: EVENTS_EPOCH,
  announced: () => undefined,
});
const today = systemBusinessClock.now();
for (const file of readdirSync(join(folder, 'articles')).sort())
  await desk.publish(
    manuscriptOf(readDraft(file, readFileSync(join(folder, 'articles', file), 'utf8')), today),
  );
await pool.end();
