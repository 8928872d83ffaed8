import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { createMemory, type Memory } from './remembered.ts';
import { createTransactions, type Transactions } from './transactions.ts';
import { createUnwritten, type Unwritten } from './unwritten.ts';

/**
 * Everything that must survive: objects with their place in time, deliveries, answers under
 * idempotency keys, and settings such as where the clock stands.
 *
 * What time brings next is found without looking at anything else: `due` is indexed by the clock that
 * it is counted on, which is null for the one of the server.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS object (
    seq      INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL,
    id       TEXT NOT NULL,
    customer TEXT,
    parent   TEXT,
    tag      TEXT,
    created  INTEGER NOT NULL,
    due      INTEGER,
    deleted  INTEGER NOT NULL DEFAULT 0,
    clock    TEXT,
    body     TEXT NOT NULL,
    UNIQUE (kind, id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS object_by_kind ON object (kind, seq);
  CREATE INDEX IF NOT EXISTS object_by_created ON object (kind, created);
  CREATE INDEX IF NOT EXISTS object_by_customer ON object (kind, customer, seq) WHERE customer IS NOT NULL;
  CREATE INDEX IF NOT EXISTS object_by_parent ON object (kind, parent, seq) WHERE parent IS NOT NULL;
  CREATE INDEX IF NOT EXISTS object_by_tag ON object (kind, tag, seq) WHERE tag IS NOT NULL;

  CREATE TABLE IF NOT EXISTS delivery (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    event    TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    state    TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at  INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS delivery_by_next ON delivery (next_at, id) WHERE next_at IS NOT NULL;
  CREATE INDEX IF NOT EXISTS delivery_by_event ON delivery (event);
  CREATE TABLE IF NOT EXISTS attempt (
    delivery INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    machine  INTEGER NOT NULL,
    status   INTEGER,
    error    TEXT,
    millis   INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS attempt_by_delivery ON attempt (delivery);

  CREATE TABLE IF NOT EXISTS answer (
    key         TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    at          INTEGER NOT NULL,
    status      INTEGER NOT NULL,
    request     TEXT NOT NULL,
    body        TEXT NOT NULL
  ) STRICT;

  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Files of an earlier day lack the column. */
function withClocks(database: DatabaseSync): void {
  const columns = database.prepare('PRAGMA table_info(object)').all();
  if (!columns.some(({ name }) => name === 'clock'))
    database.exec('ALTER TABLE object ADD COLUMN clock TEXT');
  database.exec(`
    DROP INDEX IF EXISTS object_by_due;
    CREATE INDEX IF NOT EXISTS object_by_clock ON object (clock, due, seq) WHERE due IS NOT NULL;
    CREATE INDEX IF NOT EXISTS object_in_clock ON object (clock, seq) WHERE clock IS NOT NULL;
  `);
}

type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

export type Database = Transactions & {
  /** Objects as they are kept at this moment. */
  readonly memory: Memory;
  readonly unwritten: Unwritten;
  all(sql: string, ...values: readonly Value[]): Row[];
  first(sql: string, ...values: readonly Value[]): Row | null;
  each(sql: string, ...values: readonly Value[]): Iterable<Row>;
  run(sql: string, ...values: readonly Value[]): void;
};

/** Opens a file, or `:memory:`. What was kept is with the operating system, so it outlives the process, though not a power cut. */
export function openDatabase(file: string): Database {
  const database = new DatabaseSync(file);
  // Objects are some kilobytes long: in pages of 4 KiB they would be cut up. 64 MiB of pages are kept at hand.
  database.exec(
    'PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536;',
  );
  database.exec(schema);
  withClocks(database);

  const prepared = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const made = database.prepare(sql);
    prepared.set(sql, made);
    return made;
  };

  const memory = createMemory();
  const run: Database['run'] = (sql, ...values) => void statement(sql).run(...values);
  const unwritten = createUnwritten(run);
  const forget = (): void => {
    memory.forget();
    unwritten.forget();
  };
  return {
    memory,
    unwritten,
    all: (sql, ...values) => statement(sql).all(...values) as Row[],
    first: (sql, ...values) => (statement(sql).get(...values) as Row | undefined) ?? null,
    each: (sql, ...values) => statement(sql).iterate(...values) as Iterable<Row>,
    run,
    ...createTransactions({ database, statement, write: unwritten.write, forget }),
  };
}
