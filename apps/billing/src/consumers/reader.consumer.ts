import { ReaderData, readerTopic } from '@gatefold/events';
import { subscribe } from '@gatefold/messaging';
import type { PoolClient } from 'pg';

type Deps = {
  /** Hands everything of one reader to another. */
  transferAll(merge: { from: string; to: string; traceparent: string | null }, tx: PoolClient): Promise<void>;
};

/** Hears from identity that a provisional reader turned out to be an account: their subscriptions go over. */
export const readerConsumer = ({ transferAll }: Deps) =>
  subscribe({
    topic: readerTopic,
    types: ['reader.merged'],
    schema: ReaderData,
    async handle({ data, traceparent }, tx) {
      if (data.mergedInto !== null)
        await transferAll({ from: data.readerId, to: data.mergedInto, traceparent }, tx);
    },
  });
