import type { SaveOfferRules } from './house-rules.ts';
import { stepAt } from './price-path.ts';
import type { Subscription } from './subscription.ts';
import { nextIndex } from './steer.ts';

/** What goes while a phase is what is paid for, in place of what goes elsewhere. Never changed after the purchase. */
export type PhasePolicy = {
  /** `end`: it cannot be ended at once, only with what is paid for. */
  readonly cancel?: 'now' | 'end' | undefined;
  /** What goes back of the running period to one who ends it at once. */
  readonly refund?: 'unused' | 'none' | undefined;
  /** Whether another plan may be taken. */
  readonly change?: boolean | undefined;
  /** What one who has cancelled may stay for. */
  readonly saveOffer?: false | SaveOfferRules | undefined;
};

const none: PhasePolicy = {};

/** That of the newest charge: what is coming, such as another plan, does not count yet. A given period has none. */
export function policyNow(subscription: Subscription): PhasePolicy {
  const index = nextIndex(subscription) - 1;
  return index < 0 ? none : (stepAt(subscription.path, index).step.policy ?? none);
}
