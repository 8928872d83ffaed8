import { SubscriptionData, subscriptionEventTypes, subscriptionTopic } from '@gatefold/events';
import { subscribe, type Subscription } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { SubscriptionFact } from '../domain/subscription-fact.ts';
import type { Work } from '../usecases/ports.ts';

type Deps = {
  recordSubscription(fact: SubscriptionFact, work: Work<PoolClient>): Promise<void>;
  /** Told of the id of each event once it has had its effect. */
  onRecorded(eventId: string): void;
};

/** What billing says of subscriptions becomes what readers may read. */
export const subscriptionConsumer = ({ recordSubscription, onRecorded }: Deps): Subscription =>
  subscribe({
    topic: subscriptionTopic,
    types: subscriptionEventTypes,
    schema: SubscriptionData,
    async handle({ id, type, time, epoch, sequence, traceparent, data }, tx) {
      const known = subscriptionEventTypes.find((candidate) => candidate === type);
      if (known === undefined) return;
      await recordSubscription(
        { eventId: id, type: known, at: time, epoch, sequence, data },
        { tx, traceparent },
      );
      onRecorded(id);
    },
  });
