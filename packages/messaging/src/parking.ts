import type { Pool } from 'pg';
import { isInfrastructure } from './failures.ts';
import type { IntakeStore } from './intake-store.ts';
import { meaningOf } from './meaning.ts';
import type { ParkedEvent, ParkingStore } from './parking-store.ts';
import { inTransaction } from './pool.ts';
import type { Subscription } from './port.ts';

export type Parking = {
  /** Everything that this group has put aside, in the order of the log. */
  list(): Promise<readonly ParkedEvent[]>;
  /**
   * Takes put-aside events in, of one key or of all, each key in order. What succeeds leaves the list; the first
   * failure of a key ends that key's turn, and what stands behind it goes on waiting.
   */
  redrive(key: string | null): Promise<{ redriven: number; stillParked: number }>;
};

type Options = {
  readonly pool: Pool;
  readonly store: IntakeStore;
  readonly parking: ParkingStore;
  readonly subscriptions: readonly Subscription[];
  onHandled(): void;
};

type Turn = 'done' | 'nothing-left' | { readonly id: string; readonly reason: string };

export function createParking({ pool, store, parking, subscriptions, onHandled }: Options): Parking {
  const redriveFirst = async (topicName: string, key: string | null): Promise<Turn> => {
    let tried: string | null = null;
    try {
      return await inTransaction(pool, async (tx): Promise<Turn> => {
        await parking.lockKey(tx, topicName, key);
        const record = await parking.firstParked(tx, topicName, key);
        if (record === null) return 'nothing-left';
        tried = record.id;
        const meaning = meaningOf(record, subscriptions);
        if (meaning.is !== 'for-us')
          return { id: record.id, reason: meaning.is === 'bad' ? meaning.reason : `${meaning.is} here` };
        // The rows behind it must not make it wait for itself, so that it is claimed as a state would be.
        const { ids } = await store.claim(tx, { ...meaning.subscription.topic, kind: 'state' }, [
          meaning.event,
        ]);
        if (ids.size > 0) await meaning.subscription.handle(meaning.event, tx);
        await parking.unpark(tx, record.id);
        return 'done';
      });
    } catch (error) {
      if (tried === null || isInfrastructure(error)) throw error;
      return { id: tried, reason: error instanceof Error ? error.message : String(error) };
    }
  };

  return {
    list: () => parking.list(),
    async redrive(key) {
      let redriven = 0;
      for (const { topic, key: waitingKey } of await parking.waitingKeys(key)) {
        let turn = await redriveFirst(topic, waitingKey);
        for (; turn === 'done'; turn = await redriveFirst(topic, waitingKey)) {
          redriven += 1;
          onHandled();
        }
        if (turn !== 'nothing-left') await parking.failedAgain(turn.id, turn.reason);
      }
      const left = (await parking.list()).filter((event) => key === null || event.key === key);
      return { redriven, stillParked: left.length };
    },
  };
}
