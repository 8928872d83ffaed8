import { createDatabase, databaseOf, dropDatabase, execute, plainUrl } from './database.mjs';

const commands = {
  'can-connect-to-database': (url) => execute(plainUrl(url), 'SELECT 1'),
  'create-database': (url) => createDatabase(url, databaseOf(url)),
  'drop-database': (url) => dropDatabase(url, databaseOf(url)),
};

/** Postgres' code for what went wrong → the code by which Prisma's CLI knows what to say. */
const codes = { '3D000': 'P1003', '28P01': 'P1000', 28000: 'P1000' };

/** `schema-engine cli <name>`: the exit code, after the error was written as the CLI expects it. */
export async function runDatabaseCommand(name, url) {
  try {
    const command = commands[name];
    if (command === undefined) throw new Error(`unknown command ${name}`);
    await command(url);
    return 0;
  } catch (error) {
    const fields = { error_code: codes[error.code] ?? 'P1001', message: error.message };
    const line = { level: 'ERROR', target: 'schema_engine::logger', fields };
    process.stderr.write(`\n${JSON.stringify(line)}\n`);
    return 1;
  }
}
