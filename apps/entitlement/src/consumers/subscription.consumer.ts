import { SubscriptionData, subscriptionEventTypes, subscriptionTopic } from '@gatefold/events';
import type { MachineClock } from '@gatefold/kernel';
import { subscribe, type Subscription } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { SubscriptionFact } from '../domain/subscription-fact.ts';
import type { Work } from '../usecases/ports.ts';

type Deps = {
  recordSubscription(fact: SubscriptionFact, work: Work<PoolClient>): Promise<void>;
  machineClock: MachineClock;
  /** Told of each event once it has had its effect. */
  onRecorded(event: Recorded): void;
};

/** `takenAt`: machine time at which it was in hand. */
export type Recorded = {
  readonly eventId: string;
  readonly readerId: string;
  readonly type: string;
  readonly takenAt: Date;
};

/** What billing says of subscriptions becomes what readers may read. */
export const subscriptionConsumer = ({ recordSubscription, machineClock, onRecorded }: Deps): Subscription =>
  subscribe({
    topic: subscriptionTopic,
    types: subscriptionEventTypes,
    schema: SubscriptionData,
    async handle({ id, type, time, epoch, sequence, traceparent, data }, tx) {
      const known = subscriptionEventTypes.find((candidate) => candidate === type);
      if (known === undefined) return;
      const takenAt = machineClock.now();
      await recordSubscription(
        { eventId: id, type: known, at: time, epoch, sequence, data },
        { tx, traceparent },
      );
      onRecorded({ eventId: id, readerId: data.readerId, type, takenAt });
    },
  });
