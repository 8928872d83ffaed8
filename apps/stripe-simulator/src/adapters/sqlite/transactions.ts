import type { DatabaseSync, StatementSync } from 'node:sqlite';

export type Transactions = {
  /** Nothing of `work` is kept. Within `atomic` only. */
  undone<T>(work: () => T): T;
  /** All of `work` is kept or nothing. It must not wait: nobody else may write meanwhile. */
  atomic<T>(work: () => T): T;
  /** The same, kept together with what else comes in at this moment: `kept` resolves when it is. */
  shared<T>(work: () => T): T;
  /** When everything that was shared so far is kept. At once where nothing waits. */
  kept(): Promise<void>;
  /** Does this once before the transaction ends, however often it is asked for. */
  atCommit(name: string, work: () => void): void;
  close(): void;
};

type Parts = {
  readonly database: DatabaseSync;
  readonly statement: (sql: string) => StatementSync;
  /** Writes what still waits to be. */
  readonly write: () => void;
  /** What was remembered may be what was just taken back. */
  readonly forget: () => void;
};

/** A commit costs more than a small piece of work, so pieces that come in at one moment share one. */
export function createTransactions({ database, statement, write, forget }: Parts): Transactions {
  const { commit, atCommit } = createEnd(statement);
  const shared = createShared(statement, commit);
  let isWithin = false;

  const within = <T>(work: () => T, { undo, keep }: { undo: string; keep: () => void }): T => {
    isWithin = true;
    try {
      const result = work();
      keep();
      return result;
    } catch (error) {
      database.exec(undo);
      forget();
      throw error;
    } finally {
      isWithin = false;
    }
  };

  return {
    atomic(work) {
      if (isWithin) return work();
      shared.commit();
      statement('BEGIN IMMEDIATE').run();
      return within(work, { undo: 'ROLLBACK', keep: commit });
    },
    shared(work) {
      if (isWithin) return work();
      shared.open();
      statement('SAVEPOINT piece').run();
      const keep = (): void => void statement('RELEASE piece').run();
      return within(work, { undo: 'ROLLBACK TO piece; RELEASE piece', keep });
    },
    kept: shared.kept,
    atCommit,
    undone(work) {
      write();
      database.exec('SAVEPOINT trial');
      try {
        return work();
      } finally {
        database.exec('ROLLBACK TO trial; RELEASE trial');
        forget();
      }
    },
    close() {
      shared.commit();
      database.close();
    },
  };
}

function createEnd(statement: Parts['statement']) {
  const last = new Map<string, () => void>();
  return {
    atCommit: (name: string, work: () => void): void => void last.set(name, work),
    commit(): void {
      for (const work of last.values()) work();
      last.clear();
      statement('COMMIT').run();
    },
  };
}

/** The transaction that pieces share: open until everything that is at hand was done, or until somebody needs one alone. */
function createShared(statement: Parts['statement'], keep: () => void) {
  let committed: Promise<void> | null = null;

  const commit = (): void => {
    if (committed === null) return;
    committed = null;
    keep();
  };

  return {
    commit,
    kept: (): Promise<void> => committed ?? Promise.resolve(),
    open(): void {
      if (committed !== null) return;
      statement('BEGIN IMMEDIATE').run();
      committed = new Promise((resolve, reject) =>
        setImmediate(() => {
          try {
            commit();
            resolve();
          } catch (error) {
            reject(error as Error);
          }
        }),
      );
    },
  };
}
