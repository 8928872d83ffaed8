import type { Money } from '@gatefold/kernel';
import type { AuditEntry, AuditNote } from '../domain/audit.ts';
import type { AuditWalk } from '../domain/audit-walk.ts';
import type { WantedCase } from '../domain/change.ts';
import type { Moved } from '../domain/reconcile-days.ts';
import type { EventPlace } from './finance-ports.ts';

/** Something that a person must look at, or has. */
export type Case = {
  readonly id: string;
  readonly kind: WantedCase['kind'];
  readonly subject: string;
  readonly subscriptionId: string | null;
  readonly facts: WantedCase['facts'];
  readonly openedAt: Date;
  /** Who sees to it. */
  readonly takenBy: string | null;
  readonly takenAt: Date | null;
  readonly closedBy: string | null;
  readonly closedAt: Date | null;
  readonly resolution: string | null;
};

export type Cases = {
  /** Newest first. */
  list(query: {
    isOpen: boolean;
    /** Null for all. */
    kind: string | null;
    after: EventPlace | null;
    limit: number;
  }): Promise<Case[]>;
  find(id: string): Promise<Case | null>;
  /** In the place of `instead`. Refuses with `case-not-found`, `case-closed` and `case-taken`. */
  take(id: string, by: { actor: string; instead: string | null }): Promise<Case>;
  /** Refuses with `case-not-found` and `case-closed`. */
  close(id: string, by: { resolution: string; actor: string }): Promise<Case>;
};

export type AuditQuery = {
  /** Null for all, as for the others. */
  readonly subject: string | null;
  /** As entries name them, or the id of a person, whatever their role was. */
  readonly actor: string | null;
  readonly action: string | null;
  /** Older than this place in the chain. */
  readonly before: number | null;
  readonly limit: number;
};

/** Who did what, as a chain. */
export type Audit = {
  note(note: AuditNote): Promise<void>;
  /** Newest first. */
  entries(query: AuditQuery): Promise<AuditEntry[]>;
};

/** Whether that chain is whole, as far as it was looked through. */
export type AuditVerdict = Pick<AuditWalk, 'ended'> & {
  readonly entries: number;
  readonly lastHash: string | null;
  /** The first entry that does not fit. */
  readonly brokenAt: number | null;
  /** Up to which entry there is no break. */
  readonly checkedTo: number;
  /** The walk that is under way, and how far it is. */
  readonly underWay: { readonly startedAt: Date; readonly entries: number } | null;
};

export type AuditCheck = {
  /** Looks through a page more of the chain, unless somebody else does: how many entries, and where it breaks. */
  step(): Promise<{ entries: number; brokenAt: number | null }>;
  /** What the walks have found, and what the newest entries are like; a bounded number of them. */
  verify(): Promise<AuditVerdict>;
};

/** Something that carries an id, and where it leads. */
export type Found = {
  readonly kind:
    | 'subscription'
    | 'charge'
    | 'refund'
    | 'checkout'
    | 'ledger-entry'
    | 'event'
    | 'gift'
    | 'case'
    | 'request';
  readonly id: string;
  readonly readerId: string | null;
  readonly subscriptionId: string | null;
  /** When it began, was booked, or happened. */
  readonly at: Date | null;
  /** The billing event that it is, or that booked it. */
  readonly eventId: string | null;
};

/** Exact, never by a part of an id. */
export type Search = (text: string, limit: number) => Promise<Found[]>;

export type ChargeBehind = {
  /** Stripe's id of the charge of a payment intent or a dispute, of which we keep none. Null for nobody's. */
  chargeBehind(id: string): Promise<string | null>;
};

/** An entry whose other side nobody knows. */
export type SuspenseEntry = {
  readonly entryId: string;
  readonly key: string;
  readonly source: string;
  readonly at: Date;
  readonly amount: Money;
  readonly case: { readonly id: string; readonly isOpen: boolean } | null;
};

/** Where money that only passes through has stopped. */
export type Reconciling = {
  /** Subscriptions whose receivable is not what is still open. */
  receivables(): Promise<{ subscriptionId: string; difference: Money }[]>;
  suspense(): Promise<Money[]>;
  /** Newest first. */
  suspenseEntries(query: { after: EventPlace | null; limit: number }): Promise<SuspenseEntry[]>;
  /** What the cash journal says of the balance at Stripe; `until` is the first instant outside. */
  cash(window: { from: Date; until: Date }): Promise<Moved[]>;
  openCases(): Promise<{ kind: string; count: number }[]>;
};
