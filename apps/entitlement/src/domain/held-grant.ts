import type { Grant } from '@gatefold/access';

/** A grant as it is kept: of a bundle, whose features are looked up when it is read, or of features of its own. */
export type HeldGrant = Omit<Grant, 'features'> & {
  readonly bundle: string | null;
  readonly features: readonly string[] | null;
  readonly isUnpaid: boolean;
  /** The event that made it what it is. */
  readonly eventId: string;
};

/** All that a reader has or had; `version` grows by one with every change of it. */
export type ReaderSet = {
  readonly readerId: string;
  readonly version: number;
  readonly grants: readonly HeldGrant[];
};
