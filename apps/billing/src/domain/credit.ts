import { DAY, type Money } from '@gatefold/kernel';
import { refuse } from './refusals.ts';
import { checkAlive } from './steer.ts';
import type { Subscription } from './subscription.ts';

/** For how long a credit counts together with the next one of the same person to the same reader. */
export const COUNTS_TOGETHER = DAY;

/** Refuses unless this sum may be put to the credit of whoever has the subscription. */
export function checkCreditable(subscription: Subscription, { currency }: Money): void {
  checkAlive(subscription);
  const charged = subscription.path.steps.at(-1)?.amount.currency ?? null;
  if (charged !== currency) throw refuse('plan-not-available', { currency: charged });
}
