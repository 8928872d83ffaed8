import { createLogger } from '@gatefold/service-kit';
import { expect, test } from 'vitest';
import { createDrain } from './drain.ts';

const now = new Date('2026-02-01T09:00:00Z');

/** Nothing is due, and the worker has something in hand for so many looks. */
function aDrain(looks: number) {
  const done: string[] = [];
  const drain = createDrain({
    dirty: {
      claim: async () => [],
      release: async () => undefined,
      mark: async () => undefined,
      markDue: async () => 0,
      state: async () => ({ dirty: 0, calls: 0, due: 0, nextDueAt: null }),
    },
    folds: {
      isAtWork: () => (looks -= 1) >= 0,
      drained: async () => done.push('drained'),
    },
    makeCalls: async () => [],
    sweepEvents: async () => 0,
    collectCash: async () => done.push('cash'),
    cursors: { get: async () => now, set: async () => undefined },
    sweepEveryMs: 60_000,
    consumer: { caughtUp: async () => undefined },
    relay: { drained: async () => undefined, published: async () => ({}) },
    logger: createLogger('test', 'fatal'),
  });
  return { drain, done };
}

test('with nothing to do nothing is done', async () => {
  const { drain, done } = aDrain(0);
  await drain(now, {});

  expect(done).toEqual([]);
});

test('what the worker has in hand is waited for, and what moved by it is booked', async () => {
  const { drain, done } = aDrain(1);
  await drain(now, {});

  expect(done).toEqual(['drained', 'cash']);
});
