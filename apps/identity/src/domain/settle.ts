/** A reader id that somebody got by typing an address, before anybody proved to own it. */
export type ProvisionalReader = {
  readonly readerId: string;
  readonly createdAt: Date;
  /** When a purchase of theirs was first confirmed by mail, or null. */
  readonly confirmedAt: Date | null;
};

/** What is known of an address at the moment when its owner proves it. */
export type KnownOfAddress = {
  /** An account that staff made is not verified before its owner first signs in. */
  readonly account: { readonly readerId: string; readonly verified: boolean } | null;
  readonly provisional: readonly ProvisionalReader[];
};

export type ReaderChange =
  | { readonly type: 'appeared'; readonly readerId: string }
  | { readonly type: 'verified'; readonly readerId: string }
  | { readonly type: 'merged'; readonly readerId: string; readonly into: string }
  | { readonly type: 'erased'; readonly readerId: string };

export type Settlement = { readonly accountId: string; readonly changes: readonly ReaderChange[] };

/**
 * Who signs in when the owner of an address proves it, and what that makes of the other ids.
 *
 * An existing account stays what it is. Without one, a provisional reader becomes the account
 * under the id that they bought with: the newest with a confirmed purchase, else the newest.
 * All others are merged into it. Only somebody who has never been here gets `newReaderId`.
 */
export function settle({ account, provisional }: KnownOfAddress, newReaderId: string): Settlement {
  const accountId = account?.readerId ?? chosen(provisional)?.readerId ?? newReaderId;
  const verified: ReaderChange[] =
    account?.verified === true ? [] : [{ type: 'verified', readerId: accountId }];
  const merged = provisional
    .filter(({ readerId }) => readerId !== accountId)
    .map(({ readerId }): ReaderChange => ({ type: 'merged', readerId, into: accountId }));

  return { accountId, changes: [...verified, ...merged] };
}

function chosen(provisional: readonly ProvisionalReader[]): ProvisionalReader | undefined {
  return provisional.toSorted(
    (a, b) => Number(b.confirmedAt !== null) - Number(a.confirmedAt !== null) || newestFirst(a, b),
  )[0];
}

/** Ids are UUIDv7 and settle the order of two readers of the same millisecond. */
const newestFirst = (a: ProvisionalReader, b: ProvisionalReader): number =>
  b.createdAt.getTime() - a.createdAt.getTime() || (a.readerId < b.readerId ? 1 : -1);
