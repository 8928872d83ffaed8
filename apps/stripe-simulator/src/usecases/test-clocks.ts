import { after } from '../domain/interval.ts';
import { hasEnded, intervalOf } from '../domain/subscription.ts';
import { advanceTo, arrivedAt, newTestClock, type TestClock } from '../domain/test-clock.ts';
import { refuse } from '../domain/refusals.ts';
import { required } from './find.ts';
import type { Unit } from './ports.ts';
import { endSubscription } from './subscription-standing.ts';
import type { StripeObject } from '../domain/objects.ts';

type Terms = {
  readonly frozen_time: number;
  readonly name?: string | undefined;
  readonly customer?: string | undefined;
};

/** A clock of its own for some customers. One that is there already may join before it has bought anything. */
export function createTestClock(unit: Unit, terms: Terms): TestClock {
  const clock = newTestClock(terms, unit);
  unit.save(clock, 'test_helpers.test_clock.created');
  if (terms.customer !== undefined) {
    const customer = required(unit, 'customer', [terms.customer, 'customer']);
    if (customer.test_clock !== null || unit.count('subscription', { customer: customer.id }) > 0)
      throw refuse('parameter_invalid', `Customer ${customer.id} lives by another clock already.`, {
        param: 'customer',
      });
    unit.save({ ...customer, test_clock: clock.id }, 'customer.updated');
  }
  return clock;
}

export function startAdvance(unit: Unit, clock: TestClock, target: number): TestClock {
  const advancing = advanceTo(clock, target, longestAdvance(unit, clock));
  unit.save(advancing, 'test_helpers.test_clock.advancing');
  return advancing;
}

function longestAdvance(unit: Unit, { id, frozen_time }: TestClock): number {
  const ends = unit
    .onClock(id)
    .filter((object) => object.object === 'subscription')
    .filter((subscription) => !hasEnded(subscription))
    .flatMap(({ items }) => items.data.map(({ price }) => after(frozen_time, intervalOf(price), 2)));
  return ends.length === 0
    ? after(frozen_time, { interval: 'year', interval_count: 2 }, 1)
    : Math.min(...ends);
}

/** Everything that falls due until the clock arrives, in the order of its instants. */
export function finishAdvance(
  unit: Unit,
  clock: TestClock,
  process: (unit: Unit, object: StripeObject) => void,
): void {
  const target = clock.status_details.advancing?.target_frozen_time ?? clock.frozen_time;
  for (let due = unit.dueOn(clock.id, target); due !== null; due = unit.dueOn(clock.id, target))
    process(unit.within({ clock: clock.id, now: Math.max(due.at, clock.frozen_time) }), due.object);
  unit.save(arrivedAt(clock, target), 'test_helpers.test_clock.ready');
}

/** Its customers go with it, and so do their subscriptions, silently. */
export function deleteTestClock(unit: Unit, clock: TestClock): void {
  for (const object of unit.onClock(clock.id)) {
    if (object.object === 'subscription' && !hasEnded(object))
      endSubscription(unit, object, { reason: null });
    if (object.object === 'customer') unit.remove(object, 'customer.deleted');
  }
  unit.remove(clock, 'test_helpers.test_clock.deleted');
}
