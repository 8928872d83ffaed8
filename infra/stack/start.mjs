import { continueInProjectNode, ensureInstalled } from '../process/bootstrap.mjs';

// `npm start`. Plain JavaScript that Node 20 can run: it installs, then goes on in the project's Node.
ensureInstalled();
await continueInProjectNode(import.meta.url);
const { main } = await import('./src/main.ts');
process.exit(await main(process.argv.slice(2), process.env));
