import type { Money } from '@gatefold/kernel';
import type { RefundRequest } from '../domain/approval.ts';
import type { AuditEntry, AuditNote } from '../domain/audit.ts';
import type { RefundReason, WantedCase } from '../domain/change.ts';
import type { Gift } from '../domain/gift.ts';
import type { Charge } from '../domain/subscription.ts';
import type { EventPlace } from './ports.ts';

/** Something that a person must look at, or has. */
export type Case = {
  readonly id: string;
  readonly kind: WantedCase['kind'];
  readonly subject: string;
  readonly subscriptionId: string | null;
  readonly facts: WantedCase['facts'];
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly resolution: string | null;
};

export type Cases = {
  /** Newest first. */
  list(query: { isOpen: boolean; after: EventPlace | null; limit: number }): Promise<Case[]>;
  /** Refuses with `case-not-found` and `case-closed`. */
  close(id: string, by: { resolution: string; actor: string }): Promise<Case>;
};

/** Who did what, as a chain. */
export type Audit = {
  note(note: AuditNote): Promise<void>;
  /** Newest first. */
  entries(query: { subject: string | null; before: number | null; limit: number }): Promise<AuditEntry[]>;
  /** Recomputes the whole chain. `brokenAt` is the place of the first entry that does not fit. */
  verify(): Promise<{ entries: number; brokenAt: number | null; lastHash: string | null }>;
};

/** Something that carries an id, and where it leads. */
export type Found = {
  readonly kind: 'subscription' | 'charge' | 'refund' | 'checkout' | 'ledger-entry' | 'event' | 'gift';
  readonly id: string;
  readonly readerId: string | null;
  readonly subscriptionId: string | null;
};

/** Where money that only passes through has stopped. */
export type Reconciling = {
  /** Subscriptions whose receivable is not what is still open. */
  receivables(): Promise<{ subscriptionId: string; difference: Money }[]>;
  suspense(): Promise<Money[]>;
  openCases(): Promise<{ kind: string; count: number }[]>;
};

export type RefundRequests = {
  /** Asks under the lock of the subscription or the gift. Refuses with `charge-not-found`, `request-waiting` and what `amountOf` refuses. */
  ask(wanted: {
    id: string;
    chargeId: string;
    reason: RefundReason;
    actor: string;
    amountOf(charge: Charge, reserved: bigint): Money;
    /** The same where `chargeId` is a gift's. */
    amountOfGift(gift: Gift): Money;
  }): Promise<RefundRequest>;
  /** Locks it and keeps what `decide` makes of it. Refuses with `request-not-found`. */
  decide(id: string, decide: (request: RefundRequest) => RefundRequest): Promise<RefundRequest>;
  /** Newest first. */
  list(state: RefundRequest['state'], limit: number): Promise<RefundRequest[]>;
};
