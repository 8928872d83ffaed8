import { ReaderData, readerTopic } from '@gatefold/events';
import { subscribe, type Subscription } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { Accounts } from '../usecases/ports.ts';

/** Whose id a provisional reader's became; only to explain it, since access moves with the subscription. */
export const readerConsumer = ({ accounts }: { accounts: Accounts<PoolClient> }): Subscription =>
  subscribe({
    topic: readerTopic,
    types: ['reader.merged'],
    schema: ReaderData,
    async handle({ data }, tx) {
      if (data.mergedInto !== null) await accounts.merge(data.readerId, data.mergedInto, tx);
    },
  });
