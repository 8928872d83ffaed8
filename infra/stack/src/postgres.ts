import path from 'node:path';
import { startPostgres } from '../../postgres/embedded.mjs';
import { forgetPostgres } from '../../postgres/home.mjs';
import { databaseNames, provision, serviceUrl, unprovision } from '../../postgres/provision.mjs';
import type { Options } from './options.ts';
import type { State } from './state.ts';

export type Databases = {
  readonly detail: string;
  readonly pid: number | null;
  readonly adminUrl: string;
  /** Where the owner of a database reaches it. */
  urlOf(database: string): string;
  readonly urls: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

/** The server that `DATABASE_URL` names, else one of our own, with a role and a database for each service. */
export async function openDatabases({ databaseUrl, ports }: Options, state: State): Promise<Databases> {
  if (databaseUrl !== null) return describe(databaseUrl, 'DATABASE_URL', null);
  const server = await startPostgres({
    dataDir: path.join(state.folder, 'postgres'),
    port: ports.postgres,
    logFile: state.logFile('postgres'),
  });
  const databases = await describe(
    server.url(),
    `PostgreSQL 18 on port ${ports.postgres}`,
    server.pid ?? null,
  );
  return { ...databases, stop: server.stop };
}

async function describe(adminUrl: string, detail: string, pid: number | null): Promise<Databases> {
  await provision(adminUrl);
  const urls = Object.fromEntries(databaseNames().map((name: string) => [name, serviceUrl(adminUrl, name)]));
  return {
    detail,
    pid,
    adminUrl,
    urls,
    urlOf: (database) => serviceUrl(adminUrl, database),
    stop: () => Promise.resolve(),
  };
}

/** Forgets every database of earlier runs. */
export async function forgetDatabases({ databaseUrl }: Options, state: State): Promise<void> {
  if (databaseUrl !== null) await unprovision(databaseUrl);
  await forgetPostgres(path.join(state.folder, 'postgres'));
}
