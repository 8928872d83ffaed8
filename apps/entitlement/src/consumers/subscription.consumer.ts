import { SubscriptionData, subscriptionEventTypes, subscriptionTopic } from '@gatefold/events';
import type { MachineClock } from '@gatefold/kernel';
import { subscribe, type ReceivedEvent, type Subscription } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { Heard } from '../usecases/record-subscription.ts';

type Deps = {
  recordSubscriptions(heard: readonly Heard[], tx: PoolClient): Promise<void>;
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
export const subscriptionConsumer = ({
  recordSubscriptions,
  machineClock,
  onRecorded,
}: Deps): Subscription => {
  const take = async (events: readonly ReceivedEvent<SubscriptionData>[], tx: PoolClient): Promise<void> => {
    const takenAt = machineClock.now();
    const heard = events.flatMap(heardOf);
    await recordSubscriptions(heard, tx);
    for (const { fact } of heard)
      onRecorded({ eventId: fact.eventId, readerId: fact.data.readerId, type: fact.type, takenAt });
  };
  return subscribe({
    topic: subscriptionTopic,
    types: subscriptionEventTypes,
    schema: SubscriptionData,
    handle: (event, tx) => take([event], tx),
    handleTogether: take,
  });
};

function heardOf({
  id,
  type,
  time,
  epoch,
  sequence,
  traceparent,
  data,
}: ReceivedEvent<SubscriptionData>): Heard[] {
  const known = subscriptionEventTypes.find((candidate) => candidate === type);
  if (known === undefined) return [];
  return [{ fact: { eventId: id, type: known, at: time, epoch, sequence, data }, traceparent }];
}
