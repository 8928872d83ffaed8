import { collectingLogger, realMachineClock } from '@gatefold/test-kit';
import { expect, test } from 'vitest';
import type { LogRecord } from './port.ts';
import { consumeFromLog } from './postgres-consumption.ts';

const PARTITIONS = 12;
const POLL_MS = 40;

/** A member that holds all partitions of a log which holds what `records` says. */
async function read(records: (partition: number, position: string) => LogRecord[], handleMs = 0) {
  const seen = { reads: 0, running: 0, most: 0, taken: 0 };
  const topic = { name: 'facts', partitions: PARTITIONS, cleanup: 'delete', retentionMs: 1 } as const;
  const claims = Array.from({ length: PARTITIONS }, (_, partition) => ({
    topic: topic.name,
    partition,
    committed: '0',
    fence: '1',
  }));
  const consumption = await consumeFromLog({
    log: {
      read: async (wanted: readonly { partition: number; position: string }[]) => {
        seen.reads += 1;
        return wanted.flatMap(({ partition, position }) => records(partition, position));
      },
      endOffsets: async () => ({}),
    } as never,
    membership: {
      join: async () => undefined,
      renew: async () => ({ members: 1, held: [] }),
      claim: async () => claims,
      commit: async () => true,
      leave: async () => undefined,
    } as never,
    listener: { add: () => ({ remove: () => undefined }) } as never,
    group: 'readers',
    topics: [topic] as never,
    take: async ({ records: batch, progress }) => {
      seen.running += 1;
      seen.most = Math.max(seen.most, seen.running);
      await new Promise((resolve) => setTimeout(resolve, handleMs));
      for (const record of batch) await progress(record);
      seen.taken += batch.length;
      seen.running -= 1;
    },
    clock: realMachineClock,
    logger: collectingLogger(),
    leaseMs: 10_000,
    pollMs: POLL_MS,
    stalledMs: 10_000,
    exit: () => undefined,
  });
  await new Promise((resolve) => setTimeout(resolve, 5 * POLL_MS));
  await consumption.stop();
  return seen;
}

test('while there is nothing to read, the log is asked at the pace of the poll', async () => {
  const { reads } = await read(() => []);

  expect(reads).toBeGreaterThan(1);
  expect(reads).toBeLessThan(9);
});

test('every partition is read, and only a few are handled at a time', async () => {
  const record = (partition: number): LogRecord =>
    ({ topic: 'facts', partition, offset: '0', key: 'ada', headers: {}, value: '{}' }) as never;
  const { taken, most } = await read(
    (partition, position) => (position === '0' ? [record(partition)] : []),
    5,
  );

  expect(taken).toBe(PARTITIONS);
  expect(most).toBe(3);
});
