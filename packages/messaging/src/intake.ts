import type { PoolClient } from 'pg';
import { isInfrastructure } from './failures.ts';
import { createIntakeAlone } from './intake-alone.ts';
import type { IntakeCounts, IntakeOptions } from './intake-options.ts';
import { meaningOf, type Meaning } from './meaning.ts';
import { inTransaction } from './pool.ts';
import type { LogRecord, Subscription, TakeBatch, Topic } from './port.ts';
import { createSuspects } from './suspects.ts';

/** Events that share one transaction, while all goes well. */
const CHUNK = 50;
/** After which a chunk is committed however small it is, so that the group hears of this member. */
const CHUNK_MS = 250;

type ForUs = Extract<Meaning, { is: 'for-us' }>;
type Ahead = { readonly record: LogRecord; readonly meaning: Meaning };

/**
 * Takes records in: the effect of each event once, whatever the log repeats.
 *
 * While all goes well up to fifty events share a transaction with their dedupe rows, of either kind of topic, and
 * nothing is counted. Where an earlier delivery may have failed, events are handled one by one, each attempt
 * counted before its handler runs (see `createSuspects`). So the ordinary case pays nothing for the count, and an
 * event that kills the process is given up after five deliveries all the same.
 */
export function createIntake(options: IntakeOptions) {
  const { subscriptions, onDone } = options;
  const counts: IntakeCounts = { handled: 0, repeated: 0, unknownType: 0, parked: 0 };
  const suspects = createSuspects();
  const topics = new Map(subscriptions.map(({ topic }) => [topic.name, topic]));
  const alone = createIntakeAlone({ ...options, counts, suspects });

  const take: TakeBatch = async (batch) => {
    const topic = topics.get(batch.topic);
    if (topic === undefined) throw new Error(`nobody subscribed to ${batch.topic}`);
    const partition = `${batch.topic}/${batch.partition}`;
    suspects.given(partition, batch.term, batch.waiting);
    const done = async (record: LogRecord): Promise<void> => {
      onDone(record);
      await batch.progress(record);
    };

    let rest = batch.records;
    while (rest.length > 0 && batch.isRunning()) {
      if (!suspects.isInDoubt(partition, batch.term)) {
        const ahead = lookAhead(rest, subscriptions);
        const taken = await takeTogether({ ...options, counts }, topic, {
          ahead,
          isRunning: batch.isRunning,
        });
        for (const record of rest.slice(0, taken)) await done(record);
        rest = rest.slice(taken);
        if (taken > 0) continue;
        if (ahead.length > 0) suspects.doubt(partition, batch.term, ahead.length);
      }
      const record = rest[0]!;
      await alone({ topic, record, partition, term: batch.term });
      suspects.passed(partition, batch.term);
      rest = rest.slice(1);
      await done(record);
    }
  };

  return { take, counts: (): Readonly<IntakeCounts> => ({ ...counts }) };
}

/** The records up to the first that has to be put aside or waited for. */
function lookAhead(records: readonly LogRecord[], subscriptions: readonly Subscription[]): readonly Ahead[] {
  const ahead: Ahead[] = [];
  for (const record of records.slice(0, CHUNK)) {
    const meaning = meaningOf(record, subscriptions);
    if (meaning.is === 'bad' || meaning.is === 'unknown-major') break;
    ahead.push({ record, meaning });
  }
  return ahead;
}

/** Those that follow each other and whose subscription takes several together; all others one by one. */
function stepsOf(ahead: readonly Ahead[]): readonly (readonly Ahead[])[] {
  const steps: Ahead[][] = [];
  for (const next of ahead) {
    const step = steps.at(-1);
    if (step?.[0] !== undefined && areTogether(step[0], next)) step.push(next);
    else steps.push([next]);
  }
  return steps;
}

const areTogether = ({ meaning: first }: Ahead, { meaning: next }: Ahead): boolean =>
  first.is === 'for-us' &&
  next.is === 'for-us' &&
  first.subscription === next.subscription &&
  first.subscription.handleTogether !== undefined;

async function handle(fresh: readonly ForUs[], tx: PoolClient): Promise<void> {
  const [first] = fresh;
  if (first === undefined) return;
  const { subscription } = first;
  const events = fresh.map(({ event }) => event);
  if (subscription.handleTogether !== undefined) await subscription.handleTogether(events, tx);
  else for (const event of events) await subscription.handle(event, tx);
}

type Together = IntakeOptions & { counts: IntakeCounts };

/** How many of `ahead` are taken in; 0 when one of them failed or has to wait, and nothing was kept. */
async function takeTogether(
  { pool, store, counts, logger, onHandled }: Together,
  topic: Topic,
  { ahead, isRunning }: { ahead: readonly Ahead[]; isRunning(): boolean },
): Promise<number> {
  const events = ahead.flatMap(({ meaning }) => (meaning.is === 'for-us' ? [meaning.event] : []));
  if (events.length === 0) {
    counts.unknownType += ahead.length;
    return ahead.length;
  }
  const startedAt = performance.now();
  const attempt = inTransaction(pool, async (tx) => {
    const { ids, waitingKeys } = await store.claim(tx, topic, events);
    if (waitingKeys.size > 0) throw new Error('an event waits behind one that is put aside');
    const repeated = events.length - ids.size;
    let taken = 0;
    let handled = 0;
    for (const step of stepsOf(ahead)) {
      if (taken > 0 && (!isRunning() || performance.now() - startedAt > CHUNK_MS)) break;
      taken += step.length;
      // Removed at once, since the log may repeat an event within one batch.
      const fresh = step.flatMap(({ meaning }) =>
        meaning.is === 'for-us' && ids.delete(meaning.event.id) ? [meaning] : [],
      );
      await handle(fresh, tx);
      handled += fresh.length;
    }
    if (ids.size > 0) await store.unclaim(tx, [...ids]);
    return { taken, handled, repeated, hasUnclaimed: ids.size > 0 };
  });

  try {
    const { taken, handled, repeated } = await attempt;
    counts.handled += handled;
    counts.repeated += repeated;
    counts.unknownType += ahead.slice(0, taken).filter(({ meaning }) => meaning.is === 'unknown-type').length;
    if (handled > 0) onHandled();
    return taken;
  } catch (error) {
    if (isInfrastructure(error)) throw error;
    logger.debug({ err: error, topic: topic.name }, 'events are taken in one by one');
    return 0;
  }
}
