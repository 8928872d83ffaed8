import { ReaderData, readerTopic } from '@gatefold/events';
import { subscribe, type Subscription } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { Reads } from '../usecases/ports.ts';

/** Hears from identity whose id a provisional reader's became, and who has deleted the account. */
export const readerConsumer = (reads: Pick<Reads<PoolClient>, 'merge' | 'erase'>): Subscription =>
  subscribe({
    topic: readerTopic,
    types: ['reader.merged', 'reader.erased'],
    schema: ReaderData,
    async handle({ type, data, time }, tx) {
      const { readerId, mergedInto } = data;
      const work = { tx, at: time };
      if (type === 'reader.erased') await reads.erase(readerId, work);
      else if (mergedInto !== null) await reads.merge(readerId, mergedInto, work);
    },
  });
