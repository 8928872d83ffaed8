import { continueInProjectNode, ensureInstalled, quiet, runToEnd } from '../process/bootstrap.mjs';

// `node infra/stack/run.mjs <script.ts> <arguments>`: a script of this repository, in its own Node.
const [script, ...words] = process.argv.slice(2);
if (script === undefined) {
  process.stderr.write('usage: node infra/stack/run.mjs <script.ts> [arguments]\n');
  process.exit(64);
}
ensureInstalled();
await continueInProjectNode(import.meta.url);
process.exit(await runToEnd([...quiet, script, ...words]));
