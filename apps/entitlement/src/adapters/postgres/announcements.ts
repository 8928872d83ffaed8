import { entitlementTopic } from '@gatefold/events';
import type { NewId } from '@gatefold/kernel';
import { insertOutbox, outboxRow } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import { announcementOf, type ReaderSet } from '../../domain/reader-set.ts';
import type { Work } from '../../usecases/ports.ts';
import { toBundle, type BundleRow } from './rows.ts';

/** Puts a reader's whole set into the outbox: beside the change itself, or not at all. */
export const postgresAnnouncements =
  ({ newId, epoch }: { newId: NewId; epoch: number }) =>
  async (set: ReaderSet, now: Date, { tx, traceparent }: Work<PoolClient>): Promise<void> => {
    const { rows } = await tx.query<BundleRow>('SELECT * FROM bundle_version');
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
      data: announcementOf(set, rows.map(toBundle), now),
    };
    await insertOutbox(tx, [outboxRow(entitlementTopic, event)]);
  };
