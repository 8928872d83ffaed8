import pg from 'pg';
import type { Logger } from './port.ts';
import { CHANNEL } from './postgres-log.ts';

/**
 * One connection that hears what is appended, connected again whenever it breaks.
 *
 * It only makes readers quicker: all of them ask by themselves from time to time.
 */
export function listenToLog({ url, logger }: { url: string; logger: Logger }) {
  const hearers = new Set<(payload: string) => void>();
  let client: pg.Client | null = null;
  let again: NodeJS.Timeout | null = null;
  let isClosed = false;

  const retry = (): void => {
    client = null;
    if (isClosed || again !== null) return;
    again = setTimeout(() => {
      again = null;
      void connect();
    }, 1_000);
  };

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'log listener',
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
    });
    next.on('error', (error) => logger.debug({ err: error }, 'the log listener broke'));
    next.on('end', retry);
    next.on('notification', ({ payload }) => hearers.forEach((hear) => hear(payload ?? '')));
    client = next;
    try {
      await next.connect();
      await next.query(`LISTEN ${CHANNEL}`);
      hearers.forEach((hear) => hear(''));
    } catch (error) {
      logger.debug({ err: error }, 'the log listener cannot connect');
      retry();
    }
  };

  return {
    /** `hear` gets what was notified, or an empty text when something may have been missed. */
    add(hear: (payload: string) => void): { remove(): void } {
      hearers.add(hear);
      if (client === null && again === null && !isClosed) void connect();
      return { remove: () => void hearers.delete(hear) };
    },
    async close(): Promise<void> {
      isClosed = true;
      if (again !== null) clearTimeout(again);
      await client?.end().catch(() => undefined);
    },
  };
}

export type LogListener = ReturnType<typeof listenToLog>;
