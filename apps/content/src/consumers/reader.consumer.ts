import { ReaderData, readerTopic } from '@gatefold/events';
import { subscribe, type Subscription } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { Reads, Saved } from '../usecases/ports.ts';

type Deps = {
  reads: Pick<Reads<PoolClient>, 'merge' | 'erase'>;
  /** Only whose address is confirmed may put something aside, so a merge brings nothing. */
  saved: Pick<Saved<PoolClient>, 'erase'>;
};

/** Hears from identity whose id a provisional reader's became, and who has deleted the account. */
export const readerConsumer = ({ reads, saved }: Deps): Subscription =>
  subscribe({
    topic: readerTopic,
    types: ['reader.merged', 'reader.erased'],
    schema: ReaderData,
    async handle({ type, data, time }, tx) {
      const { readerId, mergedInto } = data;
      const work = { tx, at: time };
      if (type === 'reader.erased') {
        await reads.erase(readerId, work);
        await saved.erase(readerId, tx);
      } else if (mergedInto !== null) await reads.merge(readerId, mergedInto, work);
    },
  });
