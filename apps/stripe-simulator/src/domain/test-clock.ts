import { refuse } from './refusals.ts';
import { day, orNull, type Making } from './wire.ts';

type Status = 'advancing' | 'internal_failure' | 'ready';
type Shape = ReturnType<typeof shape>;
export type TestClock = Omit<Shape, 'status' | 'status_details'> & {
  readonly status: Status;
  readonly status_details: { readonly advancing?: { readonly target_frozen_time: number } };
};

const deletedAfter = 7 * day;

export const newTestClock = (
  terms: { readonly frozen_time: number; readonly name?: string | undefined },
  making: Making,
): TestClock => shape(terms, making);

const shape = (
  { frozen_time, name }: { readonly frozen_time: number; readonly name?: string | undefined },
  { now, newId }: Making,
) => ({
  id: newId('clock'),
  object: 'test_helpers.test_clock' as const,
  created: now,
  deletes_after: now + deletedAfter,
  frozen_time,
  livemode: false,
  name: orNull(name),
  status: 'ready' as const,
  status_details: {},
});

/** On its way to `target`. Stripe answers before it is there; `ready` comes later. */
export function advanceTo(clock: TestClock, target: number, longest: number): TestClock {
  if (clock.status === 'advancing')
    throw refuse('test_clock_busy', `Test clock ${clock.id} is still advancing.`);
  if (target <= clock.frozen_time)
    throw refuse('parameter_invalid', 'A test clock only moves forward.', { param: 'frozen_time' });
  if (target > longest)
    throw refuse(
      'parameter_invalid',
      'A test clock moves by at most two intervals of its shortest subscription, or two years without one.',
      { param: 'frozen_time' },
    );
  return { ...clock, status: 'advancing', status_details: { advancing: { target_frozen_time: target } } };
}

export const arrivedAt = (clock: TestClock, now: number): TestClock => ({
  ...clock,
  frozen_time: now,
  status: 'ready',
  status_details: {},
});

/** An advance goes on by itself as soon as the server's clock is looked at. */
export const clockDue = ({ status, created }: TestClock): number | null =>
  status === 'advancing' ? created : null;
