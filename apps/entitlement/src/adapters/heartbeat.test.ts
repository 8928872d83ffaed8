import type { OutgoingRecord, Topic } from '@gatefold/messaging';
import { createLogger } from '@gatefold/service-kit';
import { countingIds, fakeMachineClock } from '@gatefold/test-kit';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createHeartbeat } from './heartbeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A heart of five seconds, over an outbox that `waiting` says the age of. */
function heart(waiting: () => number, { seconds = 5, isAway = (): boolean => false } = {}) {
  const sent: OutgoingRecord[][] = [];
  const worker = createHeartbeat({
    transport: {
      async publish(_topic: Topic, records: readonly OutgoingRecord[]) {
        if (isAway()) throw new Error('the log is away');
        sent.push([...records]);
        return [];
      },
    },
    relay: { oldestSeconds: async () => waiting() },
    clock: fakeMachineClock(),
    newId: countingIds(),
    logger: createLogger('entitlement', 'silent'),
    epoch: 1,
    seconds,
  });
  return { worker, sent };
}

describe('the heartbeat', () => {
  test('is sent every five seconds, and not at the start already', async () => {
    const { worker, sent } = heart(() => 0);
    await worker.start();
    await vi.advanceTimersByTimeAsync(4_999);
    expect(sent).toHaveLength(0);

    await vi.advanceTimersByTimeAsync(10_001);
    expect(sent).toHaveLength(3);
    await worker.stop();
  });

  test('is kept back while something waits to be said, and comes again after it', async () => {
    let waiting = 2;
    const { worker, sent } = heart(() => waiting);
    await worker.start();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(sent).toHaveLength(0);

    waiting = 0;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent).toHaveLength(1);
    await worker.stop();
  });

  test('goes on once the log is back', async () => {
    let away = true;
    const { worker, sent } = heart(() => 0, { isAway: () => away });
    await worker.start();
    await vi.advanceTimersByTimeAsync(10_000);
    away = false;
    await vi.advanceTimersByTimeAsync(5_000);

    expect(sent).toHaveLength(1);
    await worker.stop();
  });

  test('ends when it is stopped, and never begins where nobody wants one', async () => {
    const [stopped, unwanted] = [heart(() => 0), heart(() => 0, { seconds: 0 })];
    await stopped.worker.start();
    await unwanted.worker.start();
    await stopped.worker.stop();
    await vi.advanceTimersByTimeAsync(30_000);

    expect([...stopped.sent, ...unwanted.sent]).toEqual([]);
  });
});
