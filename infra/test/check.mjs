import { continueInProjectNode, ensureInstalled } from '../process/bootstrap.mjs';

// `npm run check`: what a person runs before each commit.
ensureInstalled();
await continueInProjectNode(import.meta.url);
const { check } = await import('./src/main.ts');
process.exit(await check(process.env));
