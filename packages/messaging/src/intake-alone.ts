import { isInfrastructure } from './failures.ts';
import type { IntakeCounts, IntakeOptions } from './intake-options.ts';
import { meaningOf, type Meaning } from './meaning.ts';
import { inTransaction } from './pool.ts';
import type { LogRecord, Topic } from './port.ts';
import { createPutAside } from './put-aside.ts';
import type { Suspects } from './suspects.ts';
import { sleep } from './worker.ts';

/** Deliveries of one event before its topic's kind decides; those that ended the process are among them. */
const MAX_DELIVERIES = 5;
const RETRY_AFTER_MS = [20, 60, 180];

type Options = IntakeOptions & { readonly counts: IntakeCounts; readonly suspects: Suspects };
type Delivery = {
  readonly topic: Topic;
  readonly record: LogRecord;
  readonly partition: string;
  readonly term: string;
};
type ForUs = Extract<Meaning, { is: 'for-us' }>;

/**
 * Takes one record in, whatever it is.
 *
 * A bad event is put aside with the reason and the partition goes on. Of a topic of facts, later events of its key are
 * put aside behind it, so that their order holds until they are redriven; of a topic of states the next
 * event heals. Rejects only for what a later delivery may mend: the database, or a version that is not known here.
 */
export function createIntakeAlone(options: Options) {
  const { subscriptions, counts, logger } = options;
  const putAside = createPutAside(options);
  const parts = { ...options, putAside };

  return async (delivery: Delivery): Promise<void> => {
    const { topic, record } = delivery;
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
        return putAside.bad(record, { reason: meaning.reason, attempts: 1 });
      case 'for-us':
        if (topic.kind === 'fact' && (await putAside.behindEarlier(record))) return;
        return tryUntilDecided(parts, delivery, meaning);
    }
  };
}

type Parts = Options & { readonly putAside: ReturnType<typeof createPutAside> };

async function tryUntilDecided(parts: Parts, delivery: Delivery, meaning: ForUs): Promise<void> {
  const { store, suspects, putAside } = parts;
  const { record, partition, term } = delivery;
  for (;;) {
    const attempts = suspects.excused(partition, term, record.offset) ?? (await store.countAttempt(record));
    if (attempts > MAX_DELIVERIES)
      return putAside.bad(record, { reason: 'ended the process each time', attempts: MAX_DELIVERIES });
    try {
      return await attempt(parts, delivery, meaning);
    } catch (error) {
      if (isInfrastructure(error)) {
        suspects.excuse(partition, term, { offset: record.offset, attempts });
        throw error;
      }
      suspects.accuse(partition, term);
      if (attempts >= MAX_DELIVERIES) return putAside.bad(record, { reason: sentenceOf(error), attempts });
      await sleep(RETRY_AFTER_MS[attempts - 2] ?? 0);
    }
  }
}

async function attempt(
  { pool, store, counts, onHandled }: Parts,
  { topic, record }: Delivery,
  { event, subscription }: ForUs,
) {
  const isNew = await inTransaction(pool, async (tx) => {
    const { ids, waitingKeys } = await store.claim(tx, topic, [event]);
    if (waitingKeys.size > 0) throw new Error('an earlier event of its key was put aside meanwhile');
    if (ids.size > 0) await subscription.handle(event, tx);
    await store.forgetAttempts(tx, record);
    return ids.size > 0;
  });
  if (isNew) onHandled();
  counts[isNew ? 'handled' : 'repeated'] += 1;
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
