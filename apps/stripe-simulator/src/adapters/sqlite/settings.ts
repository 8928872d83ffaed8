import type { Database } from './database.ts';

export type Settings = ReturnType<typeof createSettings>;

/** Small facts by name, as JSON. */
export function createSettings(database: Database) {
  const set = (name: string, value: unknown): void =>
    database.run(
      'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      name,
      JSON.stringify(value),
    );
  return {
    set,
    /** As it is when the transaction ends, however often it changes before. */
    setAtCommit: (name: string, valueOf: () => unknown): void =>
      database.atCommit(name, () => set(name, valueOf())),
    get<T>(name: string): T | null {
      const row = database.first('SELECT value FROM setting WHERE name = ?', name);
      return row === null ? null : (JSON.parse(String(row['value'])) as T);
    },
  };
}
