import type { MachineClock } from '@gatefold/kernel';
import type { Consumption, Logger, LogRecord, TakeBatch, Topic, Transport } from './port.ts';
import { startWatchdog, type Standing } from './watchdog.ts';
import { atMost, backoff } from './worker.ts';

/** How often an offset is committed inside a long batch; at its end always. */
const COMMIT_EVERY_MS = 500;
const PAUSE = { first: 200, most: 15_000 };

type Message = {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;
};

type Payload = {
  readonly batch: {
    readonly topic: string;
    readonly partition: number;
    readonly messages: readonly Message[];
    /** The offset after the last record that all replicas have. */
    readonly highWatermark: string;
  };
  resolveOffset(offset: string): void;
  heartbeat(): Promise<void>;
  pause(): () => void;
  commitOffsetsIfNecessary(offsets: {
    topics: { topic: string; partitions: { partition: number; offset: string }[] }[];
  }): Promise<void>;
  isRunning(): boolean;
  isStale(): boolean;
};

/** What is used of a member of a consumer group. */
export type Member = {
  connect(): Promise<void>;
  subscribe(to: { topics: string[]; fromBeginning: boolean }): Promise<void>;
  run(options: {
    autoCommit: false;
    eachBatchAutoResolve: false;
    partitionsConsumedConcurrently: number;
    eachBatch(payload: Payload): Promise<void>;
  }): Promise<void>;
  stop(): Promise<void>;
  disconnect(): Promise<void>;
  onJoin(listen: (assignment: Readonly<Record<string, number[]>>) => void): void;
  onCrash(listen: (crash: { error: Error; restart: boolean }) => void): void;
};

type Options = {
  readonly member: Member;
  readonly log: Pick<Transport, 'endOffsets' | 'committed'>;
  readonly group: string;
  readonly topics: readonly Topic[];
  readonly take: TakeBatch;
  readonly logger: Logger;
  readonly clock: MachineClock;
  readonly stalledMs: number;
  exit(code: number): void;
};

/**
 * Reads as one member of a group, until it is stopped or the process ends.
 *
 * It is never started again inside the process: a member that crashed for good, or that stands still with
 * records waiting, ends the process, and the supervisor starts another.
 */
export async function joinGroup(options: Options): Promise<Consumption> {
  const { member, group, topics, logger, exit } = options;
  const held = createHoldings(options);
  const state = { isStopping: false };

  member.onJoin((assignment) => held.assign(assignment));
  member.onCrash(({ error, restart }) => {
    if (restart || state.isStopping) return;
    logger.fatal({ err: error, group }, 'the consumer crashed');
    exit(1);
  });
  try {
    await member.connect();
    await member.subscribe({ topics: topics.map(({ name }) => name), fromBeginning: true });
    await member.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 3,
      eachBatch: (payload) => takePayload(payload, { ...options, held, state }),
    });
  } catch (error) {
    await member.disconnect().catch(() => undefined);
    throw error;
  }
  const watchdog = startWatchdog({ ...options, observe: () => held.observe() });

  return {
    async stop() {
      state.isStopping = true;
      watchdog.stop();
      held.stop();
      await atMost(
        member
          .stop()
          .then(() => member.disconnect())
          .catch(() => undefined),
        5_000,
      );
    },
  };
}

type Holdings = ReturnType<typeof createHoldings>;

async function takePayload(
  payload: Payload,
  { take, logger, held, state }: Options & { held: Holdings; state: { isStopping: boolean } },
): Promise<void> {
  const { topic, partition } = payload.batch;
  const id = `${topic}/${partition}`;
  const term = held.term();
  let lost: Error | null = null;
  let uncommitted: string | null = null;
  let committedAt = performance.now();

  const commit = async (): Promise<void> => {
    if (uncommitted === null) return;
    // Named so, it commits what it is given. The consumer's own `commitOffsets` does nothing once a stop has begun.
    await payload.commitOffsetsIfNecessary({
      topics: [{ topic, partitions: [{ partition, offset: uncommitted }] }],
    });
    uncommitted = null;
    committedAt = performance.now();
  };

  try {
    await take({
      topic,
      partition,
      term,
      waiting: waitingIn(payload),
      records: payload.batch.messages.map((message) => toRecord(topic, partition, message)),
      isRunning: () => payload.isRunning() && !payload.isStale() && !state.isStopping && held.term() === term,
      progress: async ({ offset }) => {
        payload.resolveOffset(offset);
        uncommitted = String(BigInt(offset) + 1n);
        held.moved(id, uncommitted);
        try {
          await payload.heartbeat();
          if (performance.now() - committedAt >= COMMIT_EVERY_MS) await commit();
        } catch (error) {
          lost = error as Error;
          throw error;
        }
      },
    });
  } catch (error) {
    // The group's own errors go up, so that the member joins again at once.
    if (lost !== null) throw lost;
    await commit();
    const waitMs = held.pause(id, payload.pause());
    logger.warn({ err: error, topic, partition, waitMs }, 'a partition is paused and will be tried again');
    return;
  }
  await commit();
}

const waitingIn = ({ batch: { messages, highWatermark } }: Payload): number =>
  Number(BigInt(highWatermark) - BigInt(messages[0]?.offset ?? highWatermark));

/** What this member holds, how far it has come, and what it has paused on purpose. */
function createHoldings({ log, group, topics }: Options) {
  const positions = new Map<string, string>();
  const failures = new Map<string, number>();
  const pauses = new Map<string, NodeJS.Timeout>();
  let assignment: Readonly<Record<string, number[]>> = {};
  let joins = 0;

  return {
    term: () => String(joins),
    assign(next: Readonly<Record<string, number[]>>): void {
      assignment = next;
      joins += 1;
      positions.clear();
    },
    moved(id: string, position: string): void {
      positions.set(id, position);
      failures.delete(id);
    },
    pause(id: string, resume: () => void): number {
      const count = (failures.get(id) ?? 0) + 1;
      failures.set(id, count);
      const waitMs = backoff(count, PAUSE);
      clearTimeout(pauses.get(id));
      const timer = setTimeout(() => {
        pauses.delete(id);
        resume();
      }, waitMs);
      pauses.set(id, timer);
      return waitMs;
    },
    stop(): void {
      for (const timer of pauses.values()) clearTimeout(timer);
    },
    async observe(): Promise<readonly Standing[]> {
      const [ends, committed] = await Promise.all([log.endOffsets(topics), log.committed(group, topics)]);
      return Object.entries(assignment).flatMap(([topic, partitions]) =>
        partitions.map((partition) => {
          const id = `${topic}/${partition}`;
          const position = positions.get(id) ?? committed[topic]?.[partition] ?? '0';
          const end = ends[topic]?.[partition] ?? '0';
          return { id, position, hasLag: BigInt(end) > BigInt(position), isPaused: pauses.has(id) };
        }),
      );
    },
  };
}

function toRecord(topic: string, partition: number, { offset, key, value, headers }: Message): LogRecord {
  const first = (header: Buffer | string | (Buffer | string)[] | undefined): string =>
    String(Array.isArray(header) ? (header[0] ?? '') : (header ?? ''));
  return {
    topic,
    partition,
    offset,
    key: key === null ? null : key.toString('utf8'),
    value: value === null ? null : value.toString('utf8'),
    headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, header]) => [name, first(header)])),
  };
}
