import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PagesBuild } from './pages.ts';

const pagesFile = new URL('../../build/server/index.js', import.meta.url);

export const assets = fileURLToPath(new URL('../../build/client', import.meta.url));

/** The pages that `npm run build -w @gatefold/finance` has made. Ends the process with code 78 when there are none. */
export async function loadPages(): Promise<PagesBuild> {
  if (existsSync(pagesFile)) return (await import(pagesFile.href)) as PagesBuild;
  process.stderr.write('The pages are not built. Run: npm run build -w @gatefold/finance\n');
  process.exit(78);
}
