import { fakeMachineClock } from '@gatefold/test-kit';
import { expect, test } from 'vitest';
import { recentEffects } from './recent-effects.ts';

const anEvent = (eventId: string, takenAt: Date) => ({
  eventId,
  readerId: 'r',
  type: 'subscription.started',
  takenAt,
});

test('an event has its effect with the commit, and is listed once', () => {
  const clock = fakeMachineClock();
  const effects = recentEffects(clock);
  const takenAt = clock.now();
  effects.took(anEvent('one', takenAt));
  expect(effects.list()).toEqual([]);

  clock.advance(5);
  effects.committed();
  effects.took(anEvent('two', clock.now()));
  effects.took(anEvent('one', takenAt));
  clock.advance(5);
  effects.committed();

  expect(effects.list().map(({ eventId }) => eventId)).toEqual(['one', 'two']);
  expect(effects.list()[0]!.effectiveAt.getTime() - takenAt.getTime()).toBe(10);
});

test('of many the newest are kept', () => {
  const clock = fakeMachineClock();
  const effects = recentEffects(clock);
  for (let n = 0; n < 1_500; n += 1) effects.took(anEvent(`event ${n}`, clock.now()));
  effects.committed();

  expect([effects.list().length, effects.list()[0]?.eventId]).toEqual([1_000, 'event 1499']);
});
