import { createLogger } from '@gatefold/service-kit';
import { eventually } from '@gatefold/test-kit';
import { expect, test } from 'vitest';
import { createFoldWorker } from './fold-worker.ts';

/** A worker for one customer with news, and what it has done. */
function aWorker() {
  const done: string[] = [];
  const state = { isHeld: true, waits: ['cus_1'] };
  const worker = createFoldWorker({
    dirty: {
      claim: async () => state.waits.splice(0),
      release: async () => undefined,
      mark: async () => undefined,
      markDue: async () => 0,
      state: async () => ({ dirty: 0, calls: 0, due: 0, nextDueAt: null }),
    },
    takeInCustomer: async (customerId) => void done.push(`folds ${customerId}`),
    makeCalls: async () => {
      done.push('makes calls');
      return [];
    },
    isHeld: () => state.isHeld,
    logger: createLogger('test', 'fatal'),
    pollMs: 5,
  });
  return { worker, state, done };
}

test('while it is held a worker neither folds nor makes calls; afterwards it does both by itself', async () => {
  const { worker, state, done } = aWorker();
  await worker.start();
  for (let ring = 0; ring < 10; ring += 1) {
    worker.wake();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const whileHeld = [...done];
  state.isHeld = false;
  await eventually(async () => done.length >= 2);
  await worker.stop();

  expect(whileHeld).toEqual([]);
  expect(done.slice(0, 2)).toEqual(['folds cus_1', 'makes calls']);
});
