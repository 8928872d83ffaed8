import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnv, newId, systemBusinessClock } from '@gatefold/service-kit';
import { Pool } from 'pg';
import { z } from 'zod';
import { postgresDesk } from '../adapters/postgres/desk.ts';
import { savePaper } from '../adapters/postgres/paper.ts';
import { readDraft } from './front-matter.ts';
import { manuscriptOf } from './manuscript.ts';
import { About, Authors, Columns, Pictures, Sections } from './paper.ts';

/**
 * Publishes the seeded papers into content's database. Run again on another day, it moves the dates along.
 *
 * Articles are dated back from today, so that the papers are always fresh; the running service
 * announces them.
 */
const seeds = new URL('../../seed/', import.meta.url).pathname;
const Env = z.object({ DATABASE_URL: z.url(), EVENTS_EPOCH: z.coerce.number().int().positive().default(1) });
const { DATABASE_URL, EVENTS_EPOCH } = loadEnv(Env, process.env);

const pool = new Pool({ connectionString: DATABASE_URL });
const desk = postgresDesk({
  pool,
  clock: systemBusinessClock,
  newId,
  epoch: EVENTS_EPOCH,
  announced: () => undefined,
});

for (const paper of readdirSync(seeds).sort()) await publish(join(seeds, paper));
await pool.end();

async function publish(folder: string): Promise<void> {
  const read = <T>(schema: z.ZodType<T>, file: string): T =>
    schema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  const about = read(About, 'paper.json');
  await savePaper(pool, {
    publication: about.publication,
    sections: read(Sections, 'sections.json'),
    authors: read(Authors, 'authors.json'),
    columns: read(Columns, 'columns.json'),
    pictures: read(Pictures, 'images.json'),
  });
  const today = systemBusinessClock.now();
  for (const file of readdirSync(join(folder, 'articles')).sort()) {
    const draft = readDraft(file, readFileSync(join(folder, 'articles', file), 'utf8'));
    await desk.publish(manuscriptOf(draft, about, today));
  }
}
