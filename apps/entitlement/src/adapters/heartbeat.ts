import { entitlementTopic, type HeartbeatData } from '@gatefold/events';
import type { MachineClock, NewId } from '@gatefold/kernel';
import { encode, partitionOf, type Relay, type Transport } from '@gatefold/messaging';
import type { Logger, Worker } from '@gatefold/service-kit';

type Deps = {
  transport: Pick<Transport, 'publish'>;
  relay: Pick<Relay, 'oldestSeconds'>;
  clock: MachineClock;
  newId: NewId;
  logger: Logger;
  epoch: number;
  /** Between two signs of life; 0 sends none. */
  seconds: number;
};

/**
 * A sign of life on every partition of the compacted topic, so that quiet is not taken for dead.
 *
 * It stands for "all that I know has been said", so none is sent while something waits in the outbox. It
 * changes nothing, hence no outbox row; one that gets lost is replaced by the next.
 */
export function createHeartbeat({ seconds, ...deps }: Deps): Worker {
  let timer: NodeJS.Timeout | null = null;
  let beating: Promise<void> = Promise.resolve();

  const beatLater = (): void => {
    timer = setTimeout(() => {
      beating = beat(deps)
        .catch((error: unknown) => deps.logger.warn({ err: error }, 'no sign of life was sent'))
        .finally(() => timer !== null && beatLater());
    }, seconds * 1_000);
  };

  return {
    async start() {
      if (seconds > 0) beatLater();
    },
    async stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      await beating;
    },
  };
}

async function beat({ transport, relay, clock, newId, epoch }: Omit<Deps, 'seconds'>): Promise<void> {
  if ((await relay.oldestSeconds()) > 0) return;
  const now = clock.now();
  const data: HeartbeatData = { at: now.toISOString() };
  const records = KEYS.map((key) =>
    encode(entitlementTopic, {
      id: newId(),
      source: 'gatefold/entitlement',
      type: 'reader.heartbeat',
      subject: key,
      time: data.at,
      key,
      sequence: now.getTime(),
      epoch,
      traceparent: null,
      data,
    }),
  );
  await transport.publish(entitlementTopic, records);
}

/** One key for each partition; compaction keeps the newest record of each. */
const KEYS = Array.from({ length: entitlementTopic.partitions }, (_, partition) => {
  const isThere = (key: string): boolean => partitionOf(key, entitlementTopic.partitions) === partition;
  for (let number = 0; ; number += 1) if (isThere(`heartbeat-${number}`)) return `heartbeat-${number}`;
});
