import type { ReaderData, readerEventTypes } from '@gatefold/events';
import type { ReaderChange } from './settle.ts';

export type Announcement = { readonly type: (typeof readerEventTypes)[number]; readonly data: ReaderData };

export type PresentState = {
  readonly readerId: string;
  readonly verified: boolean;
  readonly mergedInto: string | null;
  readonly erased: boolean;
};

/** What is true of a reader now, said again: the same words as when it became true. */
export function announceAgain({ readerId, verified, mergedInto, erased }: PresentState): Announcement {
  if (erased) return announce({ type: 'erased', readerId });
  if (mergedInto !== null) return announce({ type: 'merged', readerId, into: mergedInto });
  return announce({ type: verified ? 'verified' : 'appeared', readerId });
}

/** What others are told of a change: ids and a state, never the address. */
export function announce(change: ReaderChange): Announcement {
  const { readerId } = change;
  switch (change.type) {
    case 'appeared':
      return { type: 'reader.provisional', data: { readerId, state: 'provisional', mergedInto: null } };
    case 'verified':
      return { type: 'reader.verified', data: { readerId, state: 'verified', mergedInto: null } };
    case 'merged':
      return { type: 'reader.merged', data: { readerId, state: 'merged', mergedInto: change.into } };
    case 'erased':
      return { type: 'reader.erased', data: { readerId, state: 'erased', mergedInto: null } };
  }
}
