import type { Consumption, LogRecord, TailOptions } from './port.ts';
import type { LogListener } from './postgres-listener.ts';
import type { PostgresLog, Wanted } from './postgres-log.ts';
import { toTailRecord, type TailRecord } from './tail.ts';
import { atMost, backoff, createBell } from './worker.ts';

const BATCH = 2_000;
const PAUSE = { first: 200, most: 5_000 };

type Options = TailOptions & {
  readonly log: Pick<PostgresLog, 'read'>;
  readonly listener: LogListener;
  readonly pollMs: number;
};

/** Follows whole topics of the log in PostgreSQL, holding nothing and committing nothing. */
export function tailOfPostgres(options: Options): Consumption {
  const { topics, from, log, listener, take, pollMs, onTrouble } = options;
  const bell = createBell();
  const names = new Set(topics.map(({ name }) => name));
  const hearing = listener.add((payload) => {
    if (payload === '' || names.has(payload)) bell.ring();
  });
  let isStopping = false;
  let wanted: Wanted[] = topics.flatMap(({ name, partitions }) =>
    Array.from({ length: partitions }, (_, partition) => ({
      topic: name,
      partition,
      position: from[name]?.[partition] ?? '0',
    })),
  );

  const round = async (): Promise<boolean> => {
    const records = await log.read(wanted, BATCH);
    for (const [topic, found] of Map.groupBy(records, (record) => record.topic))
      take({ topic, records: toTail(found) });
    wanted = wanted.map((place) => {
      const last = records.findLast(
        (record) => record.topic === place.topic && record.partition === place.partition,
      );
      return last === undefined ? place : { ...place, position: String(BigInt(last.offset) + 1n) };
    });
    return records.length > 0;
  };
  const running = (async () => {
    let failures = 0;
    while (!isStopping) {
      try {
        const found = await round();
        failures = 0;
        if (!found) await bell.wait(pollMs);
      } catch (error) {
        failures += 1;
        onTrouble(error);
        await bell.wait(backoff(failures, PAUSE));
      }
    }
  })();

  return {
    async stop() {
      isStopping = true;
      hearing.remove();
      bell.ring();
      await atMost(running, 5_000);
    },
  };
}

const toTail = (found: readonly LogRecord[]): TailRecord[] =>
  found.flatMap(
    (record) =>
      toTailRecord(
        record,
        (name) => record.headers[name],
        record.value === null ? null : Buffer.from(record.value),
      ) ?? [],
  );
