import type { BusinessClock } from '@gatefold/kernel';
import type { Accounts, ReaderSets, Work } from './ports.ts';

type Deps<Tx> = { accounts: Accounts<Tx>; readerSets: ReaderSets<Tx>; clock: BusinessClock };

/** Ends all that somebody held who has deleted the account, and forgets what they read. A repeat does nothing. */
export const forgetReader =
  <Tx>({ accounts, readerSets, clock }: Deps<Tx>) =>
  async ({ readerId }: { readonly readerId: string }, work: Work<Tx>): Promise<void> => {
    await accounts.forget(readerId, clock.now(), work.tx);
    await readerSets.change(
      readerId,
      (set) => (set.grants.length === 0 ? set : { ...set, version: set.version + 1, grants: [] }),
      work,
    );
  };
