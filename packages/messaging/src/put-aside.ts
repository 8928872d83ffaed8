import type { Pool } from 'pg';
import type { IntakeStore } from './intake-store.ts';
import type { ParkingStore } from './parking-store.ts';
import { inTransaction } from './pool.ts';
import type { Logger, LogRecord } from './port.ts';

type Options = {
  readonly pool: Pool;
  readonly store: IntakeStore;
  readonly parking: ParkingStore;
  readonly logger: Logger;
  readonly counts: { parked: number };
};

/** Puts events aside with a reason, where operators find them and from where they are redriven. */
export const createPutAside = ({ pool, store, parking, logger, counts }: Options) => ({
  async bad(record: LogRecord, verdict: { reason: string; attempts: number }): Promise<void> {
    await inTransaction(pool, async (tx) => {
      await parking.lockKey(tx, record.topic, record.key);
      await parking.park(tx, record, verdict);
      await store.forgetAttempts(tx, record);
    });
    counts.parked += 1;
    const { topic, partition, offset } = record;
    logger.error({ topic, partition, offset, ...verdict }, 'an event was put aside');
  },

  /** True when the event now waits behind an earlier one of its key. */
  async behindEarlier(record: LogRecord): Promise<boolean> {
    const waits = await inTransaction(pool, async (tx) => {
      if (!(await parking.hasParked(tx, record.topic, record.key))) return false;
      await parking.lockKey(tx, record.topic, record.key);
      // It may have been redriven while the lock was waited for.
      if (!(await parking.hasParked(tx, record.topic, record.key))) return false;
      await parking.park(tx, record, { reason: 'waits behind an earlier event of its key', attempts: 0 });
      return true;
    });
    if (waits) counts.parked += 1;
    return waits;
  },
});
