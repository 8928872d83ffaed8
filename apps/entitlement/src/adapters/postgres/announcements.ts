import { entitlementTopic } from '@gatefold/events';
import type { NewId } from '@gatefold/kernel';
import { insertOutbox, outboxRow } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { BundleVersion } from '../../domain/bundle.ts';
import { announcementOf, type ReaderSet } from '../../domain/reader-set.ts';
import type { Work } from '../../usecases/ports.ts';

export type Announced = {
  readonly set: ReaderSet;
  readonly bundles: readonly BundleVersion[];
  readonly now: Date;
};

/** Puts a reader's whole set into the outbox: beside the change itself, or not at all. */
export const postgresAnnouncements =
  ({ newId, epoch }: { newId: NewId; epoch: number }) =>
  async ({ set, bundles, now }: Announced, { tx, traceparent }: Work<PoolClient>): Promise<void> => {
    const event = {
      id: newId(),
      source: 'gatefold/entitlement',
      type: 'reader.grants',
      subject: set.readerId,
      time: now.toISOString(),
      key: set.readerId,
      sequence: set.version,
      epoch,
      traceparent,
      data: announcementOf(set, bundles, now),
    };
    await insertOutbox(tx, [outboxRow(entitlementTopic, event)]);
  };
