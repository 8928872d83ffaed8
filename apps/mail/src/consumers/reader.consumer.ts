import { ReaderData, readerTopic } from '@gatefold/events';
import { subscribe, type Subscription } from '@gatefold/messaging';
import type { PoolClient } from 'pg';

type Deps = { forget(readerId: string, tx: PoolClient): Promise<void> };

/** Forgets which newsletters somebody had who has deleted the account. */
export const readerConsumer = ({ forget }: Deps): Subscription =>
  subscribe({
    topic: readerTopic,
    types: ['reader.erased'],
    schema: ReaderData,
    handle: ({ data }, tx) => forget(data.readerId, tx),
  });
