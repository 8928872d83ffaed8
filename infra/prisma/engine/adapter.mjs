import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import { createDatabase, dropDatabase, plainUrl, schemaOf } from './database.mjs';

/** Postgres' type `"char"`, of which the system catalogues are full. */
const CHAR = 18;
const TEXT = 25;

/** Where the engine connects to when it only compares files. Nothing listens there. */
const NOWHERE = 'postgresql://nobody@127.0.0.1:1/none';

/**
 * How the engine reaches `url`, and a scratch database beside it.
 *
 * The scratch ("shadow") database is `shadowUrl` if there is one; else it is made for the
 * occasion and dropped when the engine lets go of it, which needs the right to create databases.
 */
export function createAdapterFactory({ url = NOWHERE, shadowUrl }) {
  const main = factoryOf(url);
  return {
    provider: main.provider,
    adapterName: main.adapterName,
    connect: async () => forTheEngine(await main.connect()),
    connectToShadowDb: async () =>
      shadowUrl === undefined ? connectToNewShadow(url) : forTheEngine(await factoryOf(shadowUrl).connect()),
  };
}

const factoryOf = (url) => new PrismaPg({ connectionString: plainUrl(url) }, { schema: schemaOf(url) });

async function connectToNewShadow(url) {
  const name = `prisma_migrate_shadow_db_${randomUUID()}`;
  await createDatabase(url, name);
  const adapter = forTheEngine(await factoryOf(plainUrl(url, name)).connect());
  const dispose = adapter.dispose.bind(adapter);
  adapter.dispose = async () => {
    await dispose();
    await dropDatabase(url, name);
  };
  return adapter;
}

const forTheEngine = (adapter) => runningWholeScripts(readingChar(adapter));

/**
 * adapter-pg cuts a script at every semicolon, in comments and function bodies too. Sent whole, as
 * the native engine does, Postgres reads it right and takes it as one transaction.
 */
function runningWholeScripts(adapter) {
  adapter.executeScript = async (script) => {
    try {
      await adapter.client.query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

/** adapter-pg refuses columns of type `"char"`; read as text and then called Character, they are understood. */
function readingChar(adapter) {
  const { queryRaw } = Object.getPrototypeOf(adapter);
  const performIO = adapter.performIO.bind(adapter);

  adapter.queryRaw = async (query) => {
    let columns = [];
    const reader = Object.create(adapter, {
      performIO: {
        value: async (statement) => {
          const result = await performIO(statement);
          columns = result.fields.flatMap((field, index) => (field.dataTypeID === CHAR ? [index] : []));
          for (const index of columns) result.fields[index].dataTypeID = TEXT;
          return result;
        },
      },
    });
    const answer = await queryRaw.call(reader, query);
    for (const index of columns) answer.columnTypes[index] = ColumnTypeEnum.Character;
    return answer;
  };
  return adapter;
}
