import type { MachineClock } from '@gatefold/kernel';
import type { Consumption, Logger, LogRecord, TakeBatch, Topic } from './port.ts';
import type { Claim, Membership } from './postgres-group.ts';
import type { LogListener } from './postgres-listener.ts';
import type { PostgresLog } from './postgres-log.ts';
import { startWatchdog } from './watchdog.ts';
import { atMost, backoff, createBell, createSlots, type Bell, type Slots } from './worker.ts';

const BATCH = 200;
/** Partitions whose records are handled at the same time. */
const AT_ONCE = 3;
const COMMIT_EVERY_MS = 500;
const TRIM_EVERY_MS = 10 * 60_000;
const PAUSE = { first: 200, most: 15_000 };

type Held = {
  readonly claim: Claim;
  position: string;
  taking: Promise<void> | null;
  isLost: boolean;
  failures: number;
  /** Machine time in milliseconds; 0 when it is not paused. */
  pausedUntil: number;
};

type Options = {
  readonly log: PostgresLog;
  readonly membership: Membership;
  readonly listener: LogListener;
  readonly group: string;
  readonly topics: readonly Topic[];
  readonly take: TakeBatch;
  readonly clock: MachineClock;
  readonly logger: Logger;
  readonly leaseMs: number;
  readonly pollMs: number;
  readonly stalledMs: number;
  exit(code: number): void;
};

type Reader = Options & {
  readonly held: Map<string, Held>;
  readonly bell: Bell;
  readonly slots: Slots;
  isStopping: boolean;
  /** When it was last judged which partitions are ready; machine time in milliseconds. */
  lookedAt: number;
  renewAt: number;
  trimAt: number;
};

/** Reads as one member of a group, holding its fair share of the partitions by leases. */
export async function consumeFromLog(options: Options): Promise<Consumption> {
  const { membership, listener, group, clock } = options;
  await membership.join();
  const reader: Reader = {
    ...options,
    held: new Map(),
    bell: createBell(),
    slots: createSlots(AT_ONCE),
    isStopping: false,
    lookedAt: 0,
    renewAt: 0,
    trimAt: clock.now().getTime() + TRIM_EVERY_MS,
  };
  const names = new Set(options.topics.map(({ name }) => name));
  const hearing = listener.add((payload) => {
    if (payload === `group:${group}`) reader.renewAt = 0;
    else if (payload !== '' && !names.has(payload)) return;
    reader.bell.ring();
  });
  const watchdog = startWatchdog({ ...options, observe: () => observe(reader) });
  const running = loop(reader);

  return {
    async stop() {
      reader.isStopping = true;
      watchdog.stop();
      hearing.remove();
      reader.bell.ring();
      await atMost(running, 5_000);
      await membership.leave().catch(() => undefined);
    },
  };
}

async function loop(reader: Reader): Promise<void> {
  const { bell, logger, pollMs } = reader;
  let failures = 0;
  while (!reader.isStopping) {
    try {
      const took = await round(reader);
      failures = 0;
      if (!took) await bell.wait(untilNext(reader));
    } catch (error) {
      failures += 1;
      logger.warn({ err: error }, 'the log cannot be read');
      await bell.wait(backoff(failures, { first: 100, most: pollMs * 5 }));
    }
  }
  await Promise.all([...reader.held.values()].map(({ taking }) => taking));
}

/** True when records were found, so that there may be more. */
async function round(reader: Reader): Promise<boolean> {
  const now = reader.clock.now().getTime();
  if (now >= reader.renewAt) await balance(reader, now);
  if (now >= reader.trimAt) {
    reader.trimAt = now + TRIM_EVERY_MS;
    await reader.log.trim();
  }

  reader.lookedAt = now;
  const ready = [...reader.held.values()].filter((held) => isReady(held, now));
  if (ready.length === 0) return false;
  const records = await reader.log.read(
    ready.map(({ claim, position }) => ({ ...claim, position })),
    BATCH,
  );
  const found = Map.groupBy(records, idOf);
  for (const [id, batch] of found) {
    const held = reader.held.get(id);
    if (held !== undefined && !held.isLost) start(reader, held, batch);
  }
  return found.size > 0;
}

const isReady = ({ taking, isLost, pausedUntil }: Held, now: number): boolean =>
  taking === null && !isLost && pausedUntil <= now;

const idOf = ({ topic, partition }: { topic: string; partition: number }): string => `${topic}/${partition}`;

function untilNext(reader: Reader): number {
  const now = reader.clock.now().getTime();
  // Of a pause that ended while others were read nobody would remind us.
  const pauses = [...reader.held.values()]
    .map(({ pausedUntil }) => pausedUntil)
    .filter((until) => until > reader.lookedAt);
  return Math.max(1, Math.min(reader.pollMs, reader.renewAt - now, ...pauses.map((until) => until - now)));
}

/** Renews the leases, then gives up what is more than this member's share, or takes what is free up to it. */
async function balance(reader: Reader, now: number): Promise<void> {
  const { membership, topics, held, leaseMs, logger } = reader;
  const renewed = await membership.renew();
  reader.renewAt = now + leaseMs / 4;

  const fences = new Map(renewed.held.map((claim) => [idOf(claim), claim.fence]));
  for (const [id, { claim }] of held)
    if (fences.get(id) !== claim.fence) {
      logger.warn({ partition: id }, 'a partition was taken over by another member');
      lose(reader, id);
    }

  const total = topics.reduce((sum, { partitions }) => sum + partitions, 0);
  const share = Math.ceil(total / renewed.members);
  const surplus = [...held.keys()].slice(share);
  if (surplus.length > 0) await giveUp(reader, surplus);
  if (held.size < share)
    for (const claim of await membership.claim(share - held.size))
      held.set(idOf(claim), {
        claim,
        position: claim.committed,
        taking: null,
        isLost: false,
        failures: 0,
        pausedUntil: 0,
      });
}

function lose(reader: Reader, id: string): void {
  const held = reader.held.get(id);
  if (held !== undefined) held.isLost = true;
  reader.held.delete(id);
}

/** The record in hand is finished and committed first, so that the next holder does not see it again. */
async function giveUp(reader: Reader, ids: readonly string[]): Promise<void> {
  const leaving = ids.map((id) => reader.held.get(id)!);
  ids.forEach((id) => lose(reader, id));
  await atMost(Promise.all(leaving.map(({ taking }) => taking)), reader.leaseMs / 2);
  await reader.membership.release(leaving.map(({ claim }) => claim));
}

function start(reader: Reader, held: Held, records: readonly LogRecord[]): void {
  held.taking = reader.slots
    .use(() => takeBatch(reader, held, records))
    .catch((error: unknown) => {
      held.failures += 1;
      const waitMs = backoff(held.failures, PAUSE);
      held.pausedUntil = reader.clock.now().getTime() + waitMs;
      const { topic, partition } = held.claim;
      reader.logger.warn(
        { err: error, topic, partition, waitMs },
        'a partition is paused and will be tried again',
      );
    })
    .finally(() => {
      held.taking = null;
      reader.bell.ring();
    });
}

async function takeBatch(reader: Reader, held: Held, records: readonly LogRecord[]): Promise<void> {
  const { topic, partition, fence } = held.claim;
  let committed = held.position;
  let committedAt = performance.now();
  const commit = async (): Promise<void> => {
    if (committed === held.position) return;
    const position = held.position;
    if (!(await reader.membership.commit(held.claim, position))) {
      held.isLost = true;
      throw new Error(`${topic}/${partition} is held by another member`);
    }
    committed = position;
    committedAt = performance.now();
  };

  try {
    await reader.take({
      topic,
      partition,
      term: fence,
      records,
      waiting: records.length,
      isRunning: () => !reader.isStopping && !held.isLost,
      progress: async ({ offset }) => {
        held.position = String(BigInt(offset) + 1n);
        held.failures = 0;
        if (performance.now() - committedAt >= COMMIT_EVERY_MS) await commit();
      },
    });
  } finally {
    await commit();
  }
}

async function observe(reader: Reader) {
  const ends = await reader.log.endOffsets(reader.topics);
  const now = reader.clock.now().getTime();
  return [...reader.held].map(([id, { claim, position, pausedUntil }]) => ({
    id,
    position,
    hasLag: BigInt(ends[claim.topic]?.[claim.partition] ?? '0') > BigInt(position),
    isPaused: pausedUntil > now,
  }));
}
