import { ReaderData, readerTopic } from '@gatefold/events';
import { subscribe } from '@gatefold/messaging';
import type { PoolClient } from 'pg';

type Deps = {
  /** Hands everything of one reader to another. */
  transferAll(merge: { from: string; to: string; traceparent: string | null }, tx: PoolClient): Promise<void>;
  /** Ends what somebody has who deleted the account, and forgets who they were. */
  erase(gone: { readerId: string; traceparent: string | null }, tx: PoolClient): Promise<void>;
};

/** Hears from identity that a provisional reader turned out to be an account, or that an account was deleted. */
export const readerConsumer = ({ transferAll, erase }: Deps) =>
  subscribe({
    topic: readerTopic,
    types: ['reader.merged', 'reader.erased'],
    schema: ReaderData,
    async handle({ type, data, traceparent }, tx) {
      const { readerId, mergedInto } = data;
      if (type === 'reader.erased') await erase({ readerId, traceparent }, tx);
      else if (mergedInto !== null) await transferAll({ from: readerId, to: mergedInto, traceparent }, tx);
    },
  });
