import type { BusinessClock } from '@gatefold/kernel';
import { cancellationOf, type LeavingReason } from '../domain/leaving-reason.ts';
import { refuse } from '../domain/refusals.ts';
import { checkIsOf, type Asker } from './ownership.ts';
import type { Subscriptions } from './ports.ts';

export type SaidReason = { readonly reason: LeavingReason; readonly saidAt: Date };

export type LeavingReasons = {
  /** Said again of one cancellation, the last word counts. */
  save(said: {
    subscriptionId: string;
    cancellation: number;
    reason: LeavingReason;
    at: Date;
  }): Promise<void>;
  /** Of each cancellation of a subscription, the oldest first. */
  of(subscriptionId: string): Promise<SaidReason[]>;
};

type Deps = {
  readonly subscriptions: Pick<Subscriptions, 'find'>;
  readonly leavingReasons: Pick<LeavingReasons, 'save'>;
  readonly clock: BusinessClock;
};

/** Keeps why a reader left. It is asked after the cancellation is done, and nothing depends on it. */
export const sayWhyLeft =
  ({ subscriptions, leavingReasons, clock }: Deps) =>
  async (said: { id: string; asker: Asker; reason: LeavingReason }): Promise<void> => {
    const subscription = await subscriptions.find(said.id);
    if (subscription === null) throw refuse('subscription-not-found');
    checkIsOf(subscription, said.asker);
    const cancellation = cancellationOf(subscription);
    await leavingReasons.save({
      subscriptionId: said.id,
      cancellation,
      reason: said.reason,
      at: clock.now(),
    });
  };
