import { readFileSync } from 'node:fs';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { createAdapterFactory } from './adapter.mjs';
import { createDatabase, databaseOf, execute, plainUrl } from './database.mjs';
import { loadEngine } from './wasm.mjs';

/**
 * `methods(name, params)` answers one JSON-RPC request.
 *
 * Most go to the engine as they are. Those that the WebAssembly build lacks, or answers in another
 * form than the native one, are done here.
 */
export function createMethods({ schemas, datasource }, send) {
  const files = schemas.map((file) => [file, readFileSync(file, 'utf8')]);
  const engines = new Map();

  function engineFor(url = datasource.url) {
    if (!engines.has(url)) engines.set(url, createEngine(url));
    return engines.get(url);
  }

  function createEngine(url) {
    const factory = createAdapterFactory({ url, shadowUrl: datasource.shadowDatabaseUrl });
    const models = files.length === 0 ? {} : { datamodels: files };
    return loadEngine().SchemaEngine.new(models, () => {}, bindMigrationAwareSqlAdapterFactory(factory));
  }

  const own = {
    async getDatabaseVersion(params) {
      return (await engineFor()).version(params);
    },
    async createDatabase() {
      const databaseName = databaseOf(datasource.url);
      await createDatabase(datasource.url, databaseName);
      return { databaseName };
    },
    async dbExecute({ datasourceType, script }) {
      await execute(plainUrl(datasourceType.url ?? datasource.url), script);
    },
    async diff(params) {
      const result = await (await engineFor(params.from.url ?? params.to.url)).diff(params);
      // The native engine has the CLI print the difference by a request of its own.
      if (result.stdout !== null && result.stdout !== undefined)
        send({ jsonrpc: '2.0', id: 9_000_000, method: 'print', params: { content: result.stdout } });
      return { ...result, stdout: null };
    },
  };

  return async (name, params) => {
    if (own[name] !== undefined) return own[name](params);
    return (await engineFor())[name](params);
  };
}
