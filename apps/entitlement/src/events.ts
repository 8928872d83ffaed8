import { entitlementTopic } from '@gatefold/events';
import type { BusinessClock, MachineClock } from '@gatefold/kernel';
import { createConsumer, createRelay } from '@gatefold/messaging';
import type { Follower } from '@gatefold/service-kit';
import { createHeartbeat } from './adapters/heartbeat.ts';
import { createFront } from './adapters/memory-projection/front.ts';
import { postgresAnnouncements } from './adapters/postgres/announcements.ts';
import { postgresAccounts, postgresArticles } from './adapters/postgres/articles.ts';
import { postgresBoundaries } from './adapters/postgres/boundaries.ts';
import { readBundles } from './adapters/postgres/bundles.ts';
import { postgresGoodwill } from './adapters/postgres/goodwill.ts';
import { postgresSoldGroups } from './adapters/postgres/groups.ts';
import { postgresReaderSets } from './adapters/postgres/reader-sets.ts';
import type { World } from './needs.ts';
import { articleConsumer } from './consumers/article.consumer.ts';
import { readerConsumer } from './consumers/reader.consumer.ts';
import { subscriptionConsumer, type Recorded } from './consumers/subscription.consumer.ts';
import { drainOf, type Drain } from './drain.ts';
import { forgetReader } from './usecases/forget-reader.ts';
import { recordSubscriptions } from './usecases/record-subscription.ts';

type Told = {
  /** An event of billing's has had its effect, which is committed. */
  onRecorded(event: Recorded): void;
  onCommitted(): void;
};

/** What comes in from the log, what goes out to it, and what the clock brings about in between. */
export function eventsOf(world: World, { onRecorded, onCommitted }: Told) {
  const { pool, transport, machineClock: clock, newId, logger, epoch, heartbeatSeconds } = world;
  const follower: Follower = world.follow((now, published) => drain(now, published));
  const log = { pool, transport, clock, newId, logger };
  const relay = createRelay({ ...log, topics: [entitlementTopic] });
  const announce = postgresAnnouncements({ newId, epoch });
  const readerSets = postgresReaderSets({
    clock: follower.clock,
    async announce(announced, tx) {
      await announce(announced, tx);
      // Before it is committed, so that from then on nobody is answered from before it.
      for (const { set } of announced) front.sawVersion(set.readerId, set.version);
    },
  });
  const boundaries = postgresBoundaries(pool, readerSets);
  const consumer = createConsumer({
    ...log,
    group: 'entitlement',
    subscriptions: subscriptionsOf({ readerSets, clock: follower.clock, machineClock: clock, onRecorded }),
    onHandled() {
      relay.wake();
      onCommitted();
    },
  });
  const front = frontOf(world, follower);
  const drainAll = drainOf({ consumer, boundaries, relay });
  const drain: Drain = async (now, published) => {
    const done = await drainAll(now, published);
    front.expect(done.published);
    return done;
  };
  const heartbeat = createHeartbeat({ ...log, relay, epoch, seconds: heartbeatSeconds });

  return {
    clock: follower.clock,
    boundaries,
    readerSets,
    front,
    relay,
    parking: consumer.parking,
    /** The clock before all that asks it for the time. */
    workers: [relay, follower.worker, consumer, front.worker, heartbeat],
  };
}

type Heard = {
  readerSets: ReturnType<typeof postgresReaderSets>;
  clock: BusinessClock;
  machineClock: MachineClock;
  onRecorded: Told['onRecorded'];
};

/** What is heard of others. */
const subscriptionsOf = ({ readerSets, clock, ...told }: Heard) => [
  subscriptionConsumer({
    recordSubscriptions: recordSubscriptions({
      readerSets,
      goodwill: postgresGoodwill,
      groups: postgresSoldGroups(clock),
      clock,
    }),
    ...told,
  }),
  articleConsumer({ articles: postgresArticles }),
  readerConsumer({
    accounts: postgresAccounts,
    endAll: forgetReader({ accounts: postgresAccounts, readerSets, clock }),
  }),
];

const frontOf = ({ pool, transport, machineClock, logger, snapshotFile }: World, { clock }: Follower) =>
  createFront({ transport, bundles: () => readBundles(pool), clock, machineClock, logger, snapshotFile });
