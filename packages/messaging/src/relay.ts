import type { Pool } from 'pg';
import type { MachineClock, NewId } from '@gatefold/kernel';
import { encodeEnvelope } from './codec.ts';
import { hourly, trimOutbox } from './housekeeping.ts';
import { SHARDS } from './outbox.ts';
import type { Logger, Published, Topic, Transport } from './port.ts';
import { restAfter, type RoundDone } from './relay-rest.ts';
import { relayStore, ROWS_A_SHARD, type Lease, type RelayStore, type UnpublishedRow } from './relay-store.ts';
import { atMost, backoff, createBell, sleep, type Worker } from './worker.ts';

/** Of one topic, in one call of the log. */
const RECORDS_A_CALL = 500;

export type Relay = Worker & {
  /** Says that a transaction with outbox rows has committed. */
  wake(): void;
  /** Resolves once nothing waits that was committed before the call. Rejects when the relay is stopped. */
  drained(): Promise<void>;
  /** How far this service has published, whichever process did it. */
  published(): Promise<Published>;
  /** How long the oldest row has been waiting, of machine time; 0 when none waits. */
  oldestSeconds(): Promise<number>;
};

type Options = {
  readonly pool: Pool;
  readonly transport: Transport;
  /** All that the outbox may name; of what waits together the first topic goes first. */
  readonly topics: readonly Topic[];
  readonly clock: MachineClock;
  readonly newId: NewId;
  readonly logger: Logger;
  /** How often rows are looked for that nobody announced with `wake`. */
  readonly pollMs?: number;
  readonly leaseMs?: number;
};

type State = {
  leases: readonly Lease[];
  leaseAt: number;
  isStopping: boolean;
  /** The furthest that is known to be published. */
  readonly published: Record<string, Record<string, string>>;
  /** False while other relays, or an earlier process, may have published more. */
  isWhole: boolean;
};

/**
 * Brings outbox rows to the log: at least once, and in order for each key.
 *
 * Each shard of keys has one relay at a time, by a lease. A relay that lost a lease while it published does not
 * mark; its rows are published again by the next one, and consumers see through the repeat.
 */
export function createRelay(options: Options): Relay {
  const { pool, newId, topics, logger, pollMs = 500, leaseMs = 6_000 } = options;
  const store = relayStore(pool, { holder: newId(), leaseMs });
  const state: State = { leases: [], leaseAt: 0, isStopping: false, published: {}, isWhole: false };
  const lease = async (): Promise<void> => {
    state.leases = await store.lease();
    state.leaseAt = options.clock.now().getTime();
    if (state.leases.length < SHARDS) state.isWhole = false;
  };
  const rounds = createRounds({ ...options, store, state, lease, leaseMs }, pollMs);
  const trimming = hourly(() => trimOutbox(pool, topics), logger);
  let running: Promise<void> = Promise.resolve();
  let renewing: NodeJS.Timeout | undefined;

  return {
    async start() {
      running = makeTopics(options, state).then(rounds.run);
      // A log that does not answer may hold a round for long; the leases are kept meanwhile.
      renewing = setInterval(() => void lease().catch(() => undefined), leaseMs / 3);
      renewing.unref();
    },
    async stop() {
      state.isStopping = true;
      clearInterval(renewing);
      trimming.stop();
      rounds.stop();
      await atMost(running, 3_000);
      await store.release().catch(() => undefined);
    },
    wake: rounds.wake,
    async drained() {
      while (await store.hasUnpublished()) {
        if (state.isStopping) throw new Error('the relay is stopped');
        await rounds.another();
        // Another process may hold the shard; then its rounds are what is waited for.
        if (state.leases.length < SHARDS) await sleep(20);
      }
    },
    async published() {
      if (!state.isWhole) await lookUpPublished(store, topics, state);
      return structuredClone(state.published);
    },
    oldestSeconds: () => store.oldestSeconds(),
  };
}

/** One round after the other, with a rest when there was nothing to do. */
function createRounds(round: Round, pollMs: number) {
  const { state, logger } = round;
  const bell = createBell();
  const hurry = createBell();
  let end = Promise.withResolvers<void>();

  const endRound = (): void => {
    end.resolve();
    end = Promise.withResolvers();
  };

  return {
    async run(): Promise<void> {
      let failures = 0;
      while (!state.isStopping) {
        try {
          const startedAt = performance.now();
          const done = await relayOnce(round);
          failures = 0;
          endRound();
          if (done.count === 0) await bell.wait(pollMs);
          else await hurry.wait(restAfter(done, performance.now() - startedAt));
        } catch (error) {
          failures += 1;
          logger.warn({ err: error }, 'the outbox is not published');
          await bell.wait(backoff(failures, { first: 100, most: 5_000 }));
        }
      }
    },
    wake: () => bell.ring(),
    /** Resolves at the end of the round that runs, or of the next one. */
    another(): Promise<void> {
      const { promise } = end;
      bell.ring();
      hurry.ring();
      return promise;
    },
    stop(): void {
      bell.ring();
      hurry.ring();
      endRound();
    },
  };
}

async function lookUpPublished(store: RelayStore, topics: readonly Topic[], state: State): Promise<void> {
  for (const [topic, partitions] of Object.entries(await store.published(topics)))
    for (const [partition, next] of Object.entries(partitions)) reach(state, { topic, partition, next });
  state.isWhole = state.leases.length === SHARDS;
}

async function makeTopics({ transport, topics, logger }: Options, state: State): Promise<void> {
  for (let failures = 1; !state.isStopping; failures += 1)
    try {
      return await transport.ensureTopics(topics);
    } catch (error) {
      logger.warn({ err: error }, 'the topics cannot be made yet');
      await sleep(backoff(failures, { first: 200, most: 2_000 }));
    }
}

type Round = Options & { store: RelayStore; state: State; lease(): Promise<void>; leaseMs: number };

/** Publishes the next rows of every shard that is held. */
async function relayOnce(round: Round): Promise<RoundDone> {
  const { store, state, clock, leaseMs } = round;
  // Half of a lease is left at least, so that what is read is still ours when it reaches the log.
  if (clock.now().getTime() - state.leaseAt > leaseMs / 2) await round.lease();
  const { leases } = state;
  if (leases.length === 0) return { count: 0, isFull: false };

  const rows = await store.unpublished(leases);
  const byTopic = Map.groupBy(rows, ({ topic }) => topic);
  const unknown = [...byTopic.keys()].find((name) => !round.topics.some((topic) => topic.name === name));
  if (unknown !== undefined)
    throw new Error(`the outbox names ${unknown}, which this service does not publish`);
  for (const topic of round.topics) {
    const ofTopic = byTopic.get(topic.name) ?? [];
    for (let from = 0; from < ofTopic.length; from += RECORDS_A_CALL)
      await publishAndMark(round, topic, { rows: ofTopic.slice(from, from + RECORDS_A_CALL), leases });
  }
  const shards = Map.groupBy(rows, ({ shard }) => shard);
  return { count: rows.length, isFull: [...shards.values()].some(({ length }) => length === ROWS_A_SHARD) };
}

async function publishAndMark(
  { store, state, transport, logger }: Round,
  topic: Topic,
  { rows, leases }: { rows: readonly UnpublishedRow[]; leases: readonly Lease[] },
): Promise<void> {
  const places = await transport.publish(
    topic,
    rows.map((row) => toRecord(topic, row)),
  );
  if (places.length !== rows.length) throw new Error(`${topic.name}: the log answered for other records`);
  const marks = places.map((place, index) => ({ id: rows[index]!.id, ...place }));
  const marked = await store.mark(marks, leases);
  if (marked === marks.length) {
    for (const { partition, offset } of marks)
      reach(state, { topic: topic.name, partition, next: String(BigInt(offset) + 1n) });
    return;
  }

  logger.warn({ topic: topic.name, published: marks.length, marked }, 'a lease was lost while publishing');
  state.isWhole = false;
  state.leaseAt = 0;
  // The other relay's newer records may already stand before these; compaction must not keep the older ones.
  if (topic.cleanup === 'compact') await store.sayAgain(topic.name, [...new Set(rows.map(({ key }) => key))]);
}

function reach(
  { published }: State,
  { topic, partition, next }: { topic: string; partition: string | number; next: string },
): void {
  const known = (published[topic] ??= {});
  if (BigInt(next) > BigInt(known[partition] ?? '0')) known[partition] = next;
}

const toRecord = (topic: Topic, row: UnpublishedRow) =>
  encodeEnvelope(topic, {
    id: row.event_id,
    source: row.source,
    type: row.type,
    subject: row.subject,
    time: row.time.toISOString(),
    key: row.key,
    sequence: Number(row.sequence),
    epoch: row.epoch,
    traceparent: row.traceparent,
    value: row.value,
  });
