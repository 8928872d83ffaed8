import { ReaderData, readerTopic } from '@gatefold/events';
import { subscribe, type Subscription } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { Accounts, Work } from '../usecases/ports.ts';

type Deps = {
  readonly accounts: Accounts<PoolClient>;
  endAll(gone: { readonly readerId: string }, work: Work<PoolClient>): Promise<void>;
};

/**
 * Whose id a provisional reader's became, only to explain it, since access moves with the subscription;
 * and who has deleted the account: all that they held ends at once.
 */
export const readerConsumer = ({ accounts, endAll }: Deps): Subscription =>
  subscribe({
    topic: readerTopic,
    types: ['reader.merged', 'reader.erased'],
    schema: ReaderData,
    async handle({ type, data, traceparent }, tx) {
      const { readerId, mergedInto } = data;
      if (type === 'reader.erased') await endAll({ readerId }, { tx, traceparent });
      else if (mergedInto !== null) await accounts.merge(readerId, mergedInto, tx);
    },
  });
