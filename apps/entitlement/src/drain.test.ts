import { plus } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { start as now } from '../test/builders.ts';
import { drainOf } from './drain.ts';

/** A service whose boundaries come due in this order, and that writes down what it does. */
function workplace(boundaries: Date[]) {
  const done: string[] = [];
  const log = (what: string) => done.push(what);
  const drain = drainOf({
    consumer: { caughtUp: async (published) => void log(`caught up ${Object.keys(published).join()}`) },
    boundaries: {
      next: async () => boundaries[0] ?? null,
      async pass(until) {
        log('passed');
        const due = boundaries.filter((boundary) => boundary <= until).length;
        boundaries.splice(0, due);
        return due;
      },
      announceAll: async () => 0,
    },
    relay: {
      wake: () => void log('woken'),
      drained: async () => void log('drained'),
      published: async () => ({ 'entitlement.reader.v1': { 0: '7' } }),
    },
  });
  return { drain, done };
}

describe('a tick of the clock', () => {
  test('is answered when the news is in, the boundaries are said, and all of it is out', async () => {
    const { drain, done } = workplace([plus(now, -1), now, plus(now, 1)]);
    const answer = await drain(now, { 'billing.subscription.v1': { 0: '3' } });

    expect(done).toEqual(['caught up billing.subscription.v1', 'passed', 'woken', 'drained']);
    expect(answer).toEqual({ nextDueAt: plus(now, 1), published: { 'entitlement.reader.v1': { 0: '7' } } });
  });

  test('with nothing due touches no set', async () => {
    const { drain, done } = workplace([plus(now, 1)]);
    const { nextDueAt } = await drain(now, {});

    expect(done).toEqual(['caught up ', 'drained']);
    expect(nextDueAt).toEqual(plus(now, 1));
  });

  test('names nothing as due where nobody has anything', async () => {
    expect((await workplace([]).drain(now, {})).nextDueAt).toBeNull();
  });
});
