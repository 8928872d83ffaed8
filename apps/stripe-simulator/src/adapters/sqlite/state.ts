import type { Document, Row as StateRow } from '../../http/state.ts';
import type { Database, Row } from './database.ts';

/** Every table with its columns. What stands in a body is written out as JSON and not as text within text. */
const tables = {
  object: ['seq', 'kind', 'id', 'customer', 'parent', 'tag', 'created', 'due', 'deleted', 'clock', 'body'],
  delivery: ['id', 'event', 'endpoint', 'state', 'attempts', 'next_at'],
  attempt: ['delivery', 'at', 'machine', 'status', 'error', 'millis'],
  answer: ['key', 'fingerprint', 'at', 'status', 'request', 'body'],
} as const;

type Table = keyof typeof tables;
export const tableNames = Object.keys(tables) as readonly Table[];

/** Settings that belong to the state. Where the clock stands is told as an instant of its own. */
const kept = ['ids', 'seed', 'dunning', 'webhooks'] as const;

/** Everything that is kept, in the order in which it came. */
export const exported = (database: Database, now: number, seed: string): Document => ({
  format: 'gatefold-stripe/1',
  now: new Date(now).toISOString(),
  settings: { seed, ...settingsOf(database) },
  ...(Object.fromEntries(
    tableNames.map((table) => [
      table,
      database.all(`SELECT ${tables[table].join(', ')} FROM ${table} ORDER BY rowid`).map(written),
    ]),
  ) as Record<Table, StateRow[]>),
});

function settingsOf(database: Database): Record<string, unknown> {
  const rows = database.all(
    `SELECT name, value FROM setting WHERE name IN (${kept.map((name) => `'${name}'`).join(', ')})`,
  );
  return Object.fromEntries(rows.map(({ name, value }) => [String(name), JSON.parse(String(value))]));
}

/** The body of an object is an object again; that of an answer stays text, since it is replayed to the byte. */
const written = (row: Row): StateRow =>
  'kind' in row ? { ...row, body: JSON.parse(String(row['body'])) as Record<string, unknown> } : row;

/** Puts the document in the place of everything that was there. To be called within `atomic`. */
export function imported(database: Database, document: Document): void {
  for (const table of tableNames) {
    const columns = tables[table];
    database.run(`DELETE FROM ${table}`);
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
    for (const row of document[table]) database.run(sql, ...columns.map((column) => valueOf(row[column])));
  }
  for (const name of kept) {
    database.run('DELETE FROM setting WHERE name = ?', name);
    const value = document.settings[name];
    if (value !== undefined)
      database.run('INSERT INTO setting (name, value) VALUES (?, ?)', name, JSON.stringify(value));
  }
}

function valueOf(value: StateRow[string] | undefined): string | number | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : value;
}
