import type { Money } from '@gatefold/kernel';

export type EventRow = {
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly readerId: string;
  readonly subscriptionId: string | null;
  readonly amount: Money | null;
  readonly summary: string;
  readonly stripeIds: readonly string[];
};

export type LedgerRow = {
  readonly journal: 'documents' | 'cash';
  readonly entryId: string;
  readonly account: string;
  readonly amount: Money;
  readonly at: Date;
  readonly source: string;
};

export type EventQuery = {
  readonly readerId: string | null;
  readonly type: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
  /** Only what is older than `after`, or newer than `before`. */
  readonly after: EventPlace | null;
  readonly before: EventPlace | null;
  readonly limit: number;
};

/** Where an event stands in the list. */
export type EventPlace = { readonly at: Date; readonly id: string };

/** What finance reads. */
export type Finance = {
  /** Newest first, from behind `after`; with `before` those that stand nearest to it. */
  events(query: EventQuery): Promise<EventRow[]>;
  event(id: string): Promise<(EventRow & { ledger: LedgerRow[]; payload: unknown }) | null>;
  balances(): Promise<{ journal: 'documents' | 'cash'; account: string; balance: Money }[]>;
  /** Movements that nobody could explain, still open. */
  unexplained(): Promise<number>;
  evidence(subscriptionId: string): Promise<{
    subscriptionId: string;
    stripeSubscriptionId: string;
    stripeCustomerId: string;
    invoices: { stripeInvoiceId: string; status: string; period: { from: Date; until: Date } }[];
  } | null>;
};
