import type { Grant } from '@gatefold/access';
import type { BusinessClock } from '@gatefold/kernel';
import { currentGrants, emptySet } from '../domain/reader-set.ts';
import type { AccessRecords } from './ports.ts';

export type CurrentSet = { readonly version: number; readonly grants: readonly Grant[] };

/** All that a reader has and that is not over; nothing for one of whom nothing was heard. */
export const currentSet =
  ({ records, clock }: { records: AccessRecords; clock: BusinessClock }) =>
  async (readerId: string): Promise<CurrentSet> => {
    const { sets, bundles } = await records.find({ readers: [readerId], articles: [] });
    const set = sets.get(readerId) ?? emptySet(readerId);
    return { version: set.version, grants: currentGrants(set, bundles, clock.now()) };
  };
