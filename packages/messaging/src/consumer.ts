import type { Pool } from 'pg';
import type { MachineClock, NewId } from '@gatefold/kernel';
import { hourly, trimConsumed } from './housekeeping.ts';
import type { IntakeCounts } from './intake-options.ts';
import { createIntake } from './intake.ts';
import { intakeStore } from './intake-store.ts';
import { createParking, type Parking } from './parking.ts';
import { parkingStore } from './parking-store.ts';
import type { Consumption, Logger, Published, Subscription, Transport } from './port.ts';
import { createPositions } from './positions.ts';
import { atMost, backoff, createBell, type Worker } from './worker.ts';

export type Consumer = Worker & {
  /** Resolves once this group has taken in everything before these offsets, of the topics that it subscribed to. */
  caughtUp(published: Published): Promise<void>;
  readonly parking: Parking;
  /** Since this process began. */
  counts(): Readonly<IntakeCounts>;
};

type Options = {
  /** `<service>` or `<service>.<purpose>`; members of one group share the partitions. */
  readonly group: string;
  readonly pool: Pool;
  readonly transport: Transport;
  readonly subscriptions: readonly Subscription[];
  readonly clock: MachineClock;
  readonly newId: NewId;
  readonly logger: Logger;
  /** After each commit with an effect: the moment to wake a relay. */
  onHandled?(): void;
};

/** Keeps the type of an event from its schema to its handler. */
export const subscribe = <T>(subscription: Subscription<T>): Subscription =>
  // Safe: a handler is only ever given what its own schema returned.
  subscription as unknown as Subscription;

/** A service's ear: reads its topics as a member of its group, from the first start on and across the log's outages. */
export function createConsumer(options: Options): Consumer {
  const { group, pool, transport, subscriptions, newId, logger, onHandled = () => undefined } = options;
  const topics = [...new Map(subscriptions.map(({ topic }) => [topic.name, topic])).values()];
  const store = intakeStore(pool, group);
  const parking = parkingStore({ pool, group, newId });
  const positions = createPositions(transport, { group, topics });
  const held = { pool, store, parking, subscriptions, onHandled };
  const intake = createIntake({ ...held, logger, onDone: (record) => positions.note(record) });
  const stopping = createBell();
  const trimming = hourly(() => trimConsumed(pool, group, topics), logger);
  let isStopped = false;
  let joining: Promise<Consumption | null> = Promise.resolve(null);

  const join = async (): Promise<Consumption | null> => {
    for (let failures = 1; !isStopped; failures += 1)
      try {
        await transport.ensureTopics(topics);
        const consumption = await transport.consume({ group, topics, take: intake.take });
        if (isStopped) await consumption.stop();
        return consumption;
      } catch (error) {
        logger.warn({ err: error, group }, 'the log cannot be joined yet');
        await stopping.wait(backoff(failures, { first: 200, most: 2_000 }));
      }
    return null;
  };

  return {
    async start() {
      joining = join();
    },
    async stop() {
      isStopped = true;
      stopping.ring();
      trimming.stop();
      // A log that does not answer must not keep the service from stopping.
      await atMost(
        joining.then((consumption) => consumption?.stop()),
        5_000,
      );
    },
    caughtUp: (published) => positions.caughtUp(published, () => isStopped),
    parking: createParking(held),
    counts: intake.counts,
  };
}
