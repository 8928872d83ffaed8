import path from 'node:path';
import { startPostgres } from '../../postgres/embedded.mjs';
import { freePorts } from '../../process/free-port.mjs';
import { hasDocker, label, prepareContainers, reasonOf } from './containers.ts';

const MAX_CONNECTIONS = 300;

/** What is gone after a crash is made again by the next run. */
const QUICK = `
  ALTER SYSTEM SET fsync = off;
  ALTER SYSTEM SET synchronous_commit = off;
  ALTER SYSTEM SET full_page_writes = off;
  ALTER SYSTEM SET max_connections = ${MAX_CONNECTIONS};
`;

type Database = { readonly url: string; readonly detail: string; stop(): Promise<unknown> };

/** A PostgreSQL server for all suites: the one that is named, else a container, else embedded. */
export async function openDatabase(folder: string, env: NodeJS.ProcessEnv): Promise<Database> {
  const given = env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '')
    return { url: given, detail: 'TEST_DATABASE_URL', stop: () => Promise.resolve() };
  if (!hasDocker()) return embedded(folder, 'no Docker engine answers');
  try {
    return await inContainer(env['TEST_POSTGRES_IMAGE'] ?? 'postgres:18');
  } catch (error) {
    return embedded(folder, `Docker could not start it: ${reasonOf(error)}`);
  }
}

async function inContainer(image: string): Promise<Database> {
  prepareContainers();
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const container = await new PostgreSqlContainer(image)
    .withLabels(label)
    .withUsername('postgres')
    .withPassword('postgres')
    .withDatabase('postgres')
    // Read once, before the server starts for good: whatever the image makes of arguments.
    .withCopyContentToContainer([{ content: QUICK, target: '/docker-entrypoint-initdb.d/quick.sql' }])
    .start();
  return {
    url: container.getConnectionUri(),
    detail: `${image} in a container`,
    stop: () => container.stop(),
  };
}

async function embedded(folder: string, why: string): Promise<Database> {
  const [port] = await freePorts(1);
  const server = await startPostgres({
    dataDir: path.join(folder, 'postgres'),
    port: port ?? 0,
    quick: true,
    settings: { max_connections: MAX_CONNECTIONS },
  });
  return { url: server.url(), detail: `18, embedded, since ${why}`, stop: server.remove };
}
