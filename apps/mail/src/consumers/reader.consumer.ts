import { ReaderData, readerTopic } from '@gatefold/events';
import { subscribe, type Subscription } from '@gatefold/messaging';
import type { PoolClient } from 'pg';

type Forgetting = { forget(readerId: string, tx: PoolClient): Promise<void> };
type Deps = { readonly choices: Forgetting; readonly deliveries: Forgetting };

/** Forgets which newsletters somebody had who has deleted the account, and what was known of their addresses. */
export const readerConsumer = ({ choices, deliveries }: Deps): Subscription =>
  subscribe({
    topic: readerTopic,
    types: ['reader.erased'],
    schema: ReaderData,
    async handle({ data }, tx) {
      await choices.forget(data.readerId, tx);
      await deliveries.forget(data.readerId, tx);
    },
  });
