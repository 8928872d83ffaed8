import { isId } from '@gatefold/kernel';

/** How new a fact is: a higher epoch wins, and within an epoch the higher sequence. */
export type Revision = { readonly epoch: number; readonly sequence: number };

/** A write of billing's, as its answer names it. */
export type WriteOfBilling = Revision & { readonly subscriptionId: string };

/** Negative when `a` is older than `b`, positive when newer. */
export const compareRevisions = (a: Revision, b: Revision): number =>
  a.epoch - b.epoch || a.sequence - b.sequence;

/** Reads `<epoch>.<subscription>.<sequence>`; null for anything else. */
export function parseRevision(text: string): WriteOfBilling | null {
  const [, epoch, subscriptionId, sequence] = /^(\d{1,9})\.([0-9a-f-]{36})\.(\d{1,15})$/.exec(text) ?? [];
  if (epoch === undefined || subscriptionId === undefined || sequence === undefined) return null;
  if (!isId(subscriptionId)) return null;
  return { epoch: Number(epoch), subscriptionId, sequence: Number(sequence) };
}

export const formatRevision = ({ epoch, subscriptionId, sequence }: WriteOfBilling): string =>
  `${epoch}.${subscriptionId}.${sequence}`;
