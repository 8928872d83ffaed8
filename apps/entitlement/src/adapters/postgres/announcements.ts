import { entitlementTopic } from '@gatefold/events';
import type { NewId } from '@gatefold/kernel';
import { insertOutbox, outboxRow } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { BundleVersion } from '../../domain/bundle.ts';
import { announcementOf, type ReaderSet } from '../../domain/reader-set.ts';

/** A set, and the trace of what made it so. */
export type Announced = {
  readonly set: ReaderSet;
  readonly bundles: readonly BundleVersion[];
  readonly now: Date;
  readonly traceparent: string | null;
};

/** Puts readers' whole sets into the outbox, in their order: beside the changes themselves, or not at all. */
export const postgresAnnouncements =
  ({ newId, epoch }: { newId: NewId; epoch: number }) =>
  (announced: readonly Announced[], tx: PoolClient): Promise<void> =>
    insertOutbox(
      tx,
      announced.map(({ set, bundles, now, traceparent }) =>
        outboxRow(entitlementTopic, {
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
        }),
      ),
    );
