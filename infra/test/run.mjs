import { continueInProjectNode, ensureInstalled } from '../process/bootstrap.mjs';

// `npm test`. Plain JavaScript that Node 20 can run: it installs, then goes on in the project's Node.
ensureInstalled();
await continueInProjectNode(import.meta.url);
const { test } = await import('./src/main.ts');
process.exit(await test(process.env));
