/** How new a fact is: a higher epoch wins, and within an epoch the higher sequence. */
export type Revision = { readonly epoch: number; readonly sequence: number };

/** Negative when `a` is older than `b`, positive when newer. */
export const compareRevisions = (a: Revision, b: Revision): number =>
  a.epoch - b.epoch || a.sequence - b.sequence;

/** Reads `<epoch>.<subscription>.<sequence>`, as billing's writes answer it; null for anything else. */
export function parseRevision(text: string): (Revision & { readonly subscriptionId: string }) | null {
  const [, epoch, subscriptionId, sequence] = /^(\d{1,9})\.([0-9a-f-]{36})\.(\d{1,15})$/.exec(text) ?? [];
  if (epoch === undefined || subscriptionId === undefined || sequence === undefined) return null;
  return { epoch: Number(epoch), subscriptionId, sequence: Number(sequence) };
}
