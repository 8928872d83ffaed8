import type { PhasePolicy } from './phase-policy.ts';
import { stepAt } from './price-path.ts';
import { nextIndex } from './steer.ts';
import type { Subscription } from './subscription.ts';

const none: PhasePolicy = {};

/** That of the newest charge: what is coming, such as another plan, does not count yet. A given period has none. */
export function policyNow(subscription: Subscription): PhasePolicy {
  const index = nextIndex(subscription) - 1;
  return index < 0 ? none : (stepAt(subscription.path, index).step.policy ?? none);
}
