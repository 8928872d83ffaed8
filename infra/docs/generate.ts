import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'oxfmt';
import style from '../../.oxfmtrc.json' with { type: 'json' };
import { apiPage } from './api-page.ts';
import { environmentPage } from './environment-page.ts';
import { eventsPage } from './events-page.ts';
import { offersSchema } from './offers-schema.ts';
import { problemsPage } from './problems-page.ts';

/** `npm run docs` writes the generated pages; with `--check` it only says whether they are fresh. */
const pages = {
  'problems.md': await problemsPage(),
  'events.md': eventsPage(),
  'api.md': apiPage(),
  'environment.md': await environmentPage(),
  'offers.schema.json': offersSchema(),
};

const isChecking = process.argv.includes('--check');
const stale: string[] = [];
for (const [name, text] of Object.entries(pages)) {
  const file = fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));
  const { code: fresh } = await format(name, text, style);
  if (existsSync(file) && readFileSync(file, 'utf8') === fresh) continue;
  stale.push(`docs/${name}`);
  if (!isChecking) writeFileSync(file, fresh);
}

if (isChecking && stale.length > 0) {
  process.stderr.write(`Stale: ${stale.join(', ')}. Make them again with \`npm run docs\`.\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(
    stale.length === 0 ? 'All generated pages are fresh.\n' : `Written: ${stale.join(', ')}\n`,
  );
}
