import { collectingLogger, realMachineClock } from '@gatefold/test-kit';
import { expect, test } from 'vitest';
import { joinGroup, type Member } from './kafka-group.ts';
import type { TakeBatch, Topic } from './port.ts';

const topic: Topic = { name: 'a.b.v1', kind: 'fact', partitions: 1, cleanup: 'delete', retentionMs: 1 };
type Payload = Parameters<Parameters<Member['run']>[0]['eachBatch']>[0];

/** A member whose client does what a test says. */
async function joined(take: TakeBatch, broken: { heartbeat?: Error; commit?: Error } = {}) {
  const exits: number[] = [];
  const committed: string[] = [];
  const resolved: string[] = [];
  let eachBatch: (payload: Payload) => Promise<void> = async () => undefined;
  let crash: (crash: { error: Error; restart: boolean }) => void = () => undefined;
  let pauses = 0;
  const member: Member = {
    connect: async () => undefined,
    subscribe: async () => undefined,
    run: async (options) => void (eachBatch = options.eachBatch),
    stop: async () => undefined,
    disconnect: async () => undefined,
    onJoin: () => undefined,
    onCrash: (listen) => void (crash = listen),
  };
  const consumption = await joinGroup({
    member,
    group: 'g',
    topics: [topic],
    take,
    log: { endOffsets: async () => ({}), committed: async () => ({}) },
    logger: collectingLogger(),
    clock: realMachineClock,
    stalledMs: 60_000,
    exit: (code) => exits.push(code),
  });
  const messages = ['0', '1', '2'].map((offset) => ({ offset, key: Buffer.from('k'), value: null }));
  const deliver = (): Promise<void> =>
    eachBatch({
      batch: { topic: topic.name, partition: 0, messages, highWatermark: '7' },
      resolveOffset: (offset) => void resolved.push(offset),
      heartbeat: async () => {
        if (broken.heartbeat !== undefined) throw broken.heartbeat;
      },
      commitOffsetsIfNecessary: async ({ topics }) => {
        if (broken.commit !== undefined) throw broken.commit;
        committed.push(topics[0]!.partitions[0]!.offset);
      },
      pause: () => {
        pauses += 1;
        return () => undefined;
      },
      isRunning: () => true,
      isStale: () => false,
    });
  return {
    consumption,
    deliver,
    crash: (of: Parameters<typeof crash>[0]) => crash(of),
    exits,
    committed,
    resolved,
    pauses: () => pauses,
  };
}

const takeAll: TakeBatch = async ({ records, progress }) => {
  for (const record of records) await progress(record);
};

test('the offset after the last record taken is committed, once the batch is done', async () => {
  const { deliver, committed, resolved, consumption } = await joined(takeAll);
  await deliver();
  await consumption.stop();

  expect(resolved).toEqual(['0', '1', '2']);
  expect(committed).toEqual(['3']);
});

test('a commit that fails is thrown, so that the member joins again instead of reading on', async () => {
  const { deliver, consumption } = await joined(takeAll, { commit: new Error('not the coordinator') });
  await expect(deliver()).rejects.toThrow('not the coordinator');
  await consumption.stop();
});

test('a heartbeat that fails in the middle of a batch is thrown at once', async () => {
  const { deliver, resolved, pauses, consumption } = await joined(takeAll, {
    heartbeat: new Error('rebalancing'),
  });
  await expect(deliver()).rejects.toThrow('rebalancing');
  await consumption.stop();

  expect(resolved).toEqual(['0']);
  expect(pauses()).toBe(0);
});

test('a record that cannot be taken pauses the partition, and what was taken before it is committed', async () => {
  const { deliver, committed, pauses, consumption } = await joined(async ({ records, progress }) => {
    await progress(records[0]!);
    throw new Error('the database is away');
  });
  await deliver();
  await consumption.stop();

  expect(committed).toEqual(['1']);
  expect(pauses()).toBe(1);
});

test('a crash that the client does not mend ends the process, and one that it mends does not', async () => {
  const { crash, exits, consumption } = await joined(takeAll);
  crash({ error: new Error('the coordinator is loading'), restart: true });
  expect(exits).toEqual([]);

  crash({ error: new Error('cannot read property 0 of undefined'), restart: false });
  expect(exits).toEqual([1]);
  await consumption.stop();
});
