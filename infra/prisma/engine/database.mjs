import pg from 'pg';

/** Prisma keeps the schema's name in the URL's query, which node-postgres does not know. */
export const schemaOf = (url) => new URL(url).searchParams.get('schema') ?? 'public';

export const databaseOf = (url) => decodeURIComponent(new URL(url).pathname.slice(1));

export function plainUrl(url, database = databaseOf(url)) {
  const plain = new URL(url);
  plain.search = '';
  plain.pathname = `/${encodeURIComponent(database)}`;
  return plain.toString();
}

export const createDatabase = (url, name) =>
  execute(plainUrl(url, 'postgres'), `CREATE DATABASE ${pg.escapeIdentifier(name)}`);

export const dropDatabase = (url, name) =>
  execute(plainUrl(url, 'postgres'), `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);

export async function execute(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
