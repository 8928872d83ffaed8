import { createLogger } from '@gatefold/service-kit';
import { eventually } from '@gatefold/test-kit';
import { expect, test } from 'vitest';
import { createFoldWorker } from './fold-worker.ts';

/** A worker for one customer with news, and what it has done. */
function aWorker() {
  const done: string[] = [];
  const state = { isHeld: true, waits: ['cus_1'], taking: Promise.resolve(), telling: Promise.resolve() };
  const worker = createFoldWorker({
    dirty: {
      claim: async () => state.waits.splice(0, 1),
      release: async () => undefined,
      mark: async () => undefined,
      markDue: async () => 0,
      state: async () => ({ dirty: 0, calls: 0, due: 0, nextDueAt: null }),
    },
    takeInCustomer: async (customerId) => {
      if (customerId === 'cus_slow') await state.taking;
      done.push(`folds ${customerId}`);
    },
    makeCalls: async () => {
      await state.telling;
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

test('while one customer takes long others are folded, and stopping waits for all', async () => {
  const { worker, state, done } = aWorker();
  const slow = Promise.withResolvers<void>();
  state.taking = slow.promise;
  state.isHeld = false;
  state.waits = ['cus_slow', 'cus_1', 'cus_2'];
  await worker.start();
  await eventually(async () => done.length === 2);
  const meanwhile = [...done];
  let isStopped = false;
  const stopped = worker.stop().then(() => (isStopped = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const whileSlow = isStopped;
  slow.resolve();
  await stopped;

  expect(meanwhile).toEqual(['folds cus_1', 'folds cus_2']);
  expect(whileSlow).toBe(false);
  expect(done).toContain('folds cus_slow');
});

test('who drains waits for what the worker is telling Stripe by itself', async () => {
  const { worker, state, done } = aWorker();
  const slow = Promise.withResolvers<void>();
  state.telling = slow.promise;
  state.isHeld = false;
  state.waits = [];
  await worker.start();
  await eventually(async () => worker.isAtWork());
  const drained = worker.drained().then((folded) => done.push(`drained ${folded}`));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const meanwhile = [...done];
  state.isHeld = true;
  slow.resolve();
  await drained;
  await worker.stop();

  expect(meanwhile).toEqual([]);
  expect(done).toEqual(['makes calls', 'drained 1']);
  expect(worker.isAtWork()).toBe(false);
});
