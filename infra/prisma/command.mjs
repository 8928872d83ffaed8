import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const standIn = fileURLToPath(new URL('schema-engine', import.meta.url));

/**
 * How to call Prisma's CLI so that it never needs the network.
 *
 * The CLI downloads a native schema engine where none is installed. Then, and only then, it is
 * pointed at our stand-in, which runs the same engine as WebAssembly.
 */
export function prismaCommand(args, environment = process.env) {
  const engine = environment.PRISMA_SCHEMA_ENGINE_BINARY ?? (hasNativeEngine() ? undefined : standIn);
  return {
    file: process.execPath,
    args: [path.join(path.dirname(require.resolve('prisma/package.json')), 'build/index.js'), ...args],
    env: {
      ...environment,
      ...(engine === undefined ? {} : { PRISMA_SCHEMA_ENGINE_BINARY: engine }),
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
      NODE: process.execPath,
    },
  };
}

function hasNativeEngine() {
  const cli = createRequire(require.resolve('prisma/package.json'));
  const folder = path.dirname(cli.resolve('@prisma/engines/package.json'));
  return readdirSync(folder).some((name) => name.startsWith('schema-engine-') && !name.endsWith('.sha256'));
}
