import type { PoolClient } from 'pg';
import { isInfrastructure } from './failures.ts';
import type { IntakeCounts, IntakeOptions } from './intake.ts';
import { meaningOf, type Meaning } from './meaning.ts';
import { inTransaction } from './pool.ts';
import type { LogRecord, Topic } from './port.ts';
import type { Suspects } from './suspects.ts';
import { sleep } from './worker.ts';

/** Deliveries of one event before its topic's kind decides; those that ended the process are among them. */
const MAX_DELIVERIES = 5;
const RETRY_AFTER_MS = [20, 60, 180];

type Options = IntakeOptions & { readonly counts: IntakeCounts; readonly suspects: Suspects };
type Whereabouts = { readonly partition: string; readonly term: string };
type ForUs = Extract<Meaning, { is: 'for-us' }>;

/**
 * Takes one record in, whatever it is.
 *
 * A bad event is put aside with the reason and the partition goes on. Of a topic of facts, later events of its key are
 * put aside behind it, so that their order holds until they are redriven; of a topic of states the next
 * event heals. Rejects only for what a later delivery may mend: the database, or a version that is not known here.
 */
export function createIntakeAlone(options: Options) {
  const { pool, store, subscriptions, counts, suspects, logger } = options;

  const putAside = async (record: LogRecord, { reason, attempts }: { reason: string; attempts: number }) => {
    await inTransaction(pool, async (tx) => {
      await store.lockKey(tx, record.topic, record.key);
      await store.park(tx, record, { reason, attempts });
      await store.forgetAttempts(tx, record);
    });
    counts.parked += 1;
    const { topic, partition, offset } = record;
    logger.error({ topic, partition, offset, attempts, reason }, 'an event was put aside');
  };

  /** True when the event now waits behind an earlier one of its key. */
  const waitsBehind = async (record: LogRecord): Promise<boolean> => {
    const waits = await inTransaction(pool, async (tx) => {
      if (!(await store.hasParked(tx, record.topic, record.key))) return false;
      await store.lockKey(tx, record.topic, record.key);
      // It may have been redriven while the lock was waited for.
      if (!(await store.hasParked(tx, record.topic, record.key))) return false;
      await store.park(tx, record, { reason: 'waits behind an earlier event of its key', attempts: 0 });
      return true;
    });
    if (waits) counts.parked += 1;
    return waits;
  };

  const attempt = async (topic: Topic, record: LogRecord, { event, subscription }: ForUs): Promise<void> => {
    const isNew = await inTransaction(pool, async (tx: PoolClient) => {
      const { ids, waitingKeys } = await store.claim(tx, topic, [event]);
      if (waitingKeys.size > 0) throw new Error('an earlier event of its key was put aside meanwhile');
      if (ids.size > 0) await subscription.handle(event, tx);
      await store.forgetAttempts(tx, record);
      return ids.size > 0;
    });
    if (isNew) options.onHandled();
    counts[isNew ? 'handled' : 'repeated'] += 1;
  };

  const tryUntilDecided = async (
    topic: Topic,
    record: LogRecord,
    meaning: ForUs,
    at: Whereabouts,
  ): Promise<void> => {
    for (;;) {
      const excused = suspects.excused(at.partition, at.term, record.offset);
      const attempts = excused ?? (await store.countAttempt(record));
      if (attempts > MAX_DELIVERIES)
        return putAside(record, { reason: 'ended the process each time', attempts: MAX_DELIVERIES });
      try {
        return await attempt(topic, record, meaning);
      } catch (error) {
        if (isInfrastructure(error)) {
          suspects.excuse(at.partition, at.term, { offset: record.offset, attempts });
          throw error;
        }
        suspects.excuse(at.partition, at.term, { offset: '', attempts: 0 });
        if (attempts >= MAX_DELIVERIES) return putAside(record, { reason: sentenceOf(error), attempts });
        await sleep(RETRY_AFTER_MS[attempts - 2] ?? 0);
      }
    }
  };

  return async (topic: Topic, record: LogRecord, at: Whereabouts): Promise<void> => {
    const meaning = meaningOf(record, subscriptions);
    switch (meaning.is) {
      case 'unknown-major':
        logger.error(
          { topic: topic.name, partition: record.partition, offset: record.offset, major: meaning.major },
          'a partition is paused: its next event is of a version that is not known here',
        );
        throw new Error(`${topic.name} carries version ${meaning.major}`);
      case 'unknown-type':
        counts.unknownType += 1;
        return;
      case 'bad':
        return putAside(record, { reason: meaning.reason, attempts: 1 });
      case 'for-us':
        if (topic.kind === 'fact' && (await waitsBehind(record))) return;
        return tryUntilDecided(topic, record, meaning, at);
    }
  };
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
