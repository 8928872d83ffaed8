import { readerTopic } from '@gatefold/events';
import type { BusinessClock, NewId } from '@gatefold/kernel';
import { outboxRow } from '@gatefold/messaging';
import type { Announcement } from '../../domain/announce.ts';
import type { Tx } from './database.ts';
import type { Prisma } from './generated/client.ts';

/** Something to be said about one reader; `sequence` grows by one each time. */
export type ReaderEvent = Announcement & { readonly readerId: string; readonly sequence: number };

/** Writes what is announced about readers into the outbox of the same transaction. */
export type AddToOutbox = (tx: Tx, events: readonly ReaderEvent[]) => Promise<void>;

type Deps = { clock: BusinessClock; newId: NewId; epoch: number };

export const prismaOutbox =
  ({ clock, newId, epoch }: Deps): AddToOutbox =>
  async (tx, events) => {
    if (events.length === 0) return;
    const time = clock.now().toISOString();
    const data = events.map(({ readerId, type, data, sequence }) =>
      outboxRow(readerTopic, {
        id: newId(),
        source: 'gatefold/identity',
        type,
        subject: readerId,
        key: readerId,
        time,
        sequence,
        epoch,
        traceparent: null,
        data,
      }),
    );
    await tx.outbox.createMany({ data: data as Prisma.OutboxCreateManyInput[] });
  };
