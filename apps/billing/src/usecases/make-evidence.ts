import type { BillingRecords, Evidence } from '../domain/evidence.ts';
import type { Use } from '../domain/use-evidence.ts';

/** What other services are asked, each of whom may be away. */
export type UseOf = {
  signIns(readerId: string): Promise<NonNullable<Use['signIns']>>;
  reads(readerId: string): Promise<NonNullable<Use['reads']>>;
  /** Mails were written under the id that a reader had at the time. */
  mails(readerIds: readonly string[]): Promise<NonNullable<Use['mails']>>;
};

type Deps = {
  recordsOf(subscriptionId: string): Promise<BillingRecords | null>;
  useOf: UseOf;
  /** Told of each service that could not be asked. */
  onSilence(error: unknown, what: keyof Use): void;
};

/**
 * What a dispute is answered with, put together at the moment; null for an unknown subscription.
 *
 * Whatever cannot be had is left out and said to be missing, since what is there may be all that is
 * needed, and a dispute has a deadline. Making it again later finds the rest.
 */
export const makeEvidence =
  ({ recordsOf, useOf, onSilence }: Deps) =>
  async (subscriptionId: string): Promise<Evidence | null> => {
    const records = await recordsOf(subscriptionId);
    if (records === null) return null;
    const had = <T>(what: keyof Use, asked: Promise<T>): Promise<T | null> =>
      asked.catch((error: unknown) => {
        onSilence(error, what);
        return null;
      });
    const [signIns, reads, mails] = await Promise.all([
      had('signIns', useOf.signIns(records.readerId)),
      had('reads', useOf.reads(records.readerId)),
      had('mails', useOf.mails([...new Set([records.readerId, ...records.earlierReaderIds])])),
    ]);
    return { ...records, signIns, reads, mails };
  };
