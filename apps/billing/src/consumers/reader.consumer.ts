import { ReaderData, readerTopic } from '@gatefold/events';
import { subscribe } from '@gatefold/messaging';
import type { PoolClient } from 'pg';

type Deps = {
  /** Hands everything of one reader to another. */
  transferAll(fromReaderId: string, toReaderId: string, tx: PoolClient): Promise<void>;
};

/** Hears from identity that a provisional reader turned out to be an account: their subscriptions go over. */
export const readerConsumer = ({ transferAll }: Deps) =>
  subscribe({
    topic: readerTopic,
    types: ['reader.merged'],
    schema: ReaderData,
    async handle({ data }, tx) {
      if (data.mergedInto !== null) await transferAll(data.readerId, data.mergedInto, tx);
    },
  });
