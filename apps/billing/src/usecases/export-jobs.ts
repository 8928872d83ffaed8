import { csvPiece } from './export-events.ts';
import type { EventPlace, EventQuery, Finance } from './finance-ports.ts';

export type ExportFilter = Pick<EventQuery, 'readerId' | 'type' | 'from' | 'to'>;

export type ExportJob = {
  readonly id: string;
  readonly filter: ExportFilter;
  readonly state: 'running' | 'done' | 'expired';
  readonly rowsDone: number;
  /** Counted when it was asked for. */
  readonly rowsTotal: number;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly finishedAt: Date | null;
  readonly expiresAt: Date;
};

export type Running = {
  readonly id: string;
  readonly filter: ExportFilter;
  readonly place: EventPlace | null;
};

export type ExportJobs = {
  ask(filter: ExportFilter, actor: string): Promise<ExportJob>;
  /** Newest first. */
  list(limit: number): Promise<ExportJob[]>;
  /** Refuses with `export-not-found`. */
  find(id: string): Promise<ExportJob>;
  /** The file in pieces. Refuses with `export-not-found` and `export-not-ready`. */
  file(id: string): Promise<AsyncIterable<string>>;
  /**
   * Gives the oldest that runs to `write`, which makes its next piece, and keeps that with the place where the next
   * one begins: a process that dies in between has written nothing. How many rows.
   */
  step(
    write: (job: Running) => Promise<{ text: string; rows: number; place: EventPlace | null }>,
  ): Promise<number>;
  /** Forgets the files whose days are over. */
  expire(): Promise<void>;
};

const PIECE = 5_000;

/** Writes one piece of the oldest export; a file that grows is never held in memory as a whole. */
export const writeExports =
  ({ exportJobs, finance }: { exportJobs: ExportJobs; finance: Pick<Finance, 'events'> }) =>
  async (): Promise<number> => {
    const rows = await exportJobs.step(async ({ filter, place }) => {
      const events = await finance.events({ ...filter, after: place, before: null, limit: PIECE });
      const last = events.length === PIECE ? events.at(-1) : undefined;
      return {
        text: csvPiece(events, place === null),
        rows: events.length,
        place: last === undefined ? null : { at: last.at, id: last.id },
      };
    });
    if (rows === 0) await exportJobs.expire();
    return rows;
  };
