import { createProjection, hasReached, refill, takeRecords, type Projection } from '@gatefold/access';
import { articleTopic, entitlementTopic } from '@gatefold/events';
import type { BusinessClock, MachineClock } from '@gatefold/kernel';
import type { Consumption, Published, TailRecord, Transport } from '@gatefold/messaging';
import type { Logger, Worker } from '@gatefold/service-kit';
import { featuresAt, type BundleVersion } from '../../domain/bundle.ts';
import { recentRecords, type Positions, type RecentRecord } from './recent.ts';
import { isOfThisLog, loadSnapshot, saveSnapshot } from './snapshot-file.ts';

const TOPICS = [entitlementTopic, articleTopic];
const NAMES = { sets: entitlementTopic.name, articles: articleTopic.name };
/** Three signs of life may be missed. */
const SILENT_AFTER_MS = 15_000;
const LOOK_EVERY_MS = 10_000;
const SAVE_EVERY_MS = 5 * 60_000;
const KEPT_RECORDS = 50_000;

type Options = {
  readonly transport: Pick<Transport, 'tail' | 'endOffsets' | 'ensureTopics'>;
  readonly bundles: () => Promise<readonly BundleVersion[]>;
  readonly clock: BusinessClock;
  readonly machineClock: MachineClock;
  readonly logger: Logger;
  /** Where the projection is kept between two starts; null for nowhere. */
  readonly snapshotFile: string | null;
};

type State = {
  projection: Projection;
  /** What must be in before anything is answered from here; null until it is known. */
  mustReach: Published | null;
  heardAt: number;
  isStopping: boolean;
  features: ReadonlySet<string>;
  readonly hearers: Set<(record: RecentRecord) => void>;
  readonly recent: ReturnType<typeof recentRecords>;
  /** Readers of whom a newer version was told than the projection has. */
  readonly floors: Map<string, number>;
};

/**
 * What every reader has, in this process's memory, fed by the same topic that everybody else follows.
 *
 * It answers only while it is live: it has everything that was said when it began and everything that this
 * service has said since, and a sign of life has come lately. Else the database is asked, which is never wrong.
 */
export function createFront(options: Options) {
  const { machineClock, transport, logger } = options;
  const state: State = {
    projection: createProjection({ ids: true }),
    mustReach: null,
    heardAt: 0,
    isStopping: false,
    features: new Set(),
    hearers: new Set(),
    recent: recentRecords(KEPT_RECORDS),
    floors: new Map(),
  };
  const take = ({ topic, records }: { topic: string; records: readonly TailRecord[] }): void => {
    takeRecords(state.projection, { topic, records, topics: NAMES }, ({ partition, offset }, error) =>
      logger.warn({ err: error, topic, partition, offset }, 'a record makes no sense and is skipped'),
    );
    state.heardAt = machineClock.now().getTime();
    for (const record of records) {
      const recent = { ...record, topic };
      state.recent.push(recent);
      for (const hear of state.hearers) hear(recent);
    }
  };
  let tail: Consumption | null = null;
  const timers: NodeJS.Timeout[] = [];

  const worker: Worker = {
    async start() {
      await look(state, options);
      timers.push(setInterval(() => void look(state, options), LOOK_EVERY_MS));
      void begin(state, options).then(() => {
        if (state.isStopping) return;
        const onTrouble = (error: unknown): void => logger.warn({ err: error }, 'the log cannot be followed');
        tail = transport.tail({ topics: TOPICS, from: positionsOf(state.projection), take, onTrouble });
      });
      if (options.snapshotFile !== null)
        timers.push(setInterval(() => void save(state, options), SAVE_EVERY_MS));
    },
    async stop() {
      state.isStopping = true;
      timers.forEach((timer) => clearInterval(timer));
      await tail?.stop();
      await save(state, options);
    },
  };

  return { worker, ...questionsOf(state, machineClock) };
}

function questionsOf(state: State, machineClock: MachineClock) {
  const isLive = (): boolean =>
    state.mustReach !== null &&
    machineClock.now().getTime() - state.heardAt < SILENT_AFTER_MS &&
    (state.mustReach === REACHED || reached(state));

  return {
    isLive,
    projection: () => state.projection,
    isKnownFeature: (feature: string): boolean => state.features.has(feature),
    /** This service has said everything before these offsets, so nothing is answered from less. */
    expect(published: Published): void {
      if (state.mustReach !== null && !hasReached(state.projection, published)) state.mustReach = published;
    },
    hasFloors: (): boolean => state.floors.size > 0,
    /** The version below which no answer about this reader may fall; 0 for any. */
    floorOf: (readerId: string): number => (state.floors.size === 0 ? 0 : (state.floors.get(readerId) ?? 0)),
    /** An answer out of the database named this version. */
    sawVersion: (readerId: string, version: number): void => raiseFloor(state, readerId, version),
    dropFloor: (readerId: string): void => void state.floors.delete(readerId),
    /** Everything since a snapshot and then everything new; null when something in between is not kept. */
    follow(from: Positions, hear: (record: RecentRecord) => void): (() => void) | null {
      if (!state.recent.reachesTo(from)) return null;
      for (const record of state.recent.since(from)) hear(record);
      state.hearers.add(hear);
      return () => void state.hearers.delete(hear);
    },
  };
}

/** Stands for "all that had to be in is in", so that it is not looked for again at every question. */
const REACHED: Published = {};

function reached(state: State): boolean {
  if (!hasReached(state.projection, state.mustReach ?? {})) return false;
  state.mustReach = REACHED;
  return true;
}

const MOST_FLOORS = 10_000;

function raiseFloor({ floors }: State, readerId: string, version: number): void {
  if (version <= (floors.get(readerId) ?? 0)) return;
  floors.set(readerId, version);
  if (floors.size > MOST_FLOORS) for (const oldest of floors.keys()) return void floors.delete(oldest);
}

async function begin(
  state: State,
  { transport, snapshotFile, logger, machineClock }: Options,
): Promise<void> {
  for (let attempt = 0; state.mustReach === null && !state.isStopping; attempt += 1)
    try {
      await transport.ensureTopics(TOPICS);
      const ends = await transport.endOffsets(TOPICS);
      const kept = snapshotFile === null ? null : keptIn(snapshotFile, logger);
      if (kept !== null && isOfThisLog(kept, ends)) {
        state.projection = kept;
        state.recent.beginAt(kept.positions);
      }
      state.heardAt = machineClock.now().getTime();
      state.mustReach = ends;
    } catch (error) {
      logger.debug({ err: error, attempt }, 'the log is not there yet');
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
}

function keptIn(file: string, logger: Logger): Projection | null {
  try {
    return loadSnapshot(file);
  } catch (error) {
    logger.warn({ err: error }, 'the kept projection cannot be used; everything is read again');
    return null;
  }
}

async function save(state: State, { snapshotFile, logger }: Options): Promise<void> {
  if (snapshotFile === null || state.mustReach === null) return;
  await saveSnapshot(snapshotFile, state.projection).catch((error: unknown) =>
    logger.warn({ err: error }, 'the projection cannot be kept'),
  );
}

/** What bundles hold changes with time and without an event. */
async function look(state: State, { bundles, clock, logger }: Options): Promise<void> {
  try {
    const versions = await bundles();
    const now = clock.now();
    state.features = new Set(versions.flatMap(({ features }) => features));
    refill(state.projection.table.shapes, (bundle) => featuresAt(bundle, versions, now));
  } catch (error) {
    logger.debug({ err: error }, 'what bundles hold cannot be read just now');
  }
}

const positionsOf = ({ positions }: Projection): Published =>
  Object.fromEntries(
    [...positions].map(([topic, offsets]) => [
      topic,
      Object.fromEntries([...offsets].map(([partition, next]) => [String(partition), String(next)])),
    ]),
  );
