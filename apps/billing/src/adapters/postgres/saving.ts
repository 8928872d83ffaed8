import type { NewId } from '@gatefold/kernel';

/** The instants and ids of one transaction, taken once, so that all its rows agree. */
export type Saving = {
  /** Business time. */
  readonly now: Date;
  readonly machineNow: Date;
  readonly epoch: number;
  readonly newId: NewId;
  /** Of the request or the news that led to it. */
  readonly traceparent: string | null;
};
