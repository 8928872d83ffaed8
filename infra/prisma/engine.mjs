import { createInterface } from 'node:readline';
import { parseArguments } from './engine/arguments.mjs';
import { runDatabaseCommand } from './engine/database-commands.mjs';
import { createMethods } from './engine/methods.mjs';
import { loadEngine } from './engine/wasm.mjs';

/**
 * Stands in for Prisma's native `schema-engine`: the same arguments and the same JSON-RPC on stdio,
 * answered by @prisma/schema-engine-wasm over node-postgres.
 */
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});

const options = parseArguments(process.argv.slice(2));
if (options.command[0] === '--version') {
  process.stdout.write(`schema-engine-cli wasm ${loadEngine().version()}\n`);
} else if (options.command[0] === 'cli') {
  process.exitCode = await runDatabaseCommand(options.command[1], options.datasource.url);
} else {
  await serve(createMethods(options, send));
  process.exit(0);
}

/** Answers every request that comes in until the CLI closes the pipe. Requests may overlap. */
async function serve(methods) {
  const open = new Set();
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    const request = JSON.parse(line);
    if (request.method === undefined) continue;
    const answered = answer(methods, request).then(send);
    open.add(answered);
    answered.finally(() => open.delete(answered));
  }
  await Promise.all(open);
}

async function answer(methods, { id, method, params }) {
  try {
    return { jsonrpc: '2.0', id, result: (await methods(method, params ?? {})) ?? null };
  } catch (error) {
    const { message, code, meta } = error;
    // 4466 is how the native engine marks an error that the person can do something about.
    return {
      jsonrpc: '2.0',
      id,
      error: { code: 4466, message, data: { is_panic: false, message, error_code: code, meta } },
    };
  }
}

function send(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
