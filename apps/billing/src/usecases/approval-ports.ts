import type { Money } from '@gatefold/kernel';
import type { ApprovalRequest, Outcome } from '../domain/approval.ts';
import type { RefundReason } from '../domain/change.ts';
import type { Gift } from '../domain/gift.ts';
import type { Charge, Subscription } from '../domain/subscription.ts';
import type { EventPlace } from './finance-ports.ts';

/** A request with whom it is about, and what has become of what was approved. */
export type RequestShown = ApprovalRequest & {
  readonly readerId: string;
  /** Null for a gift. */
  readonly subscriptionId: string | null;
  /** Null for what is not approved. */
  readonly outcome: Outcome | null;
};

type Asked = { readonly id: string; readonly actor: string };

export type ApprovalRequests = {
  /** Asks under the lock of the subscription or the gift. Refuses with `charge-not-found`, `request-waiting` and what `amountOf` refuses. */
  askForRefund(
    wanted: Asked & {
      chargeId: string;
      reason: RefundReason;
      amountOf(charge: Charge): Money;
      /** The same where `chargeId` is a gift's. */
      amountOfGift(gift: Gift): Money;
    },
  ): Promise<RequestShown>;
  /** Asks under the lock of the subscription. Refuses with `subscription-not-found`, `request-waiting` and what `check` refuses. */
  askOnSubscription(
    wanted: Asked & {
      kind: 'credit' | 'cancel-now';
      subscriptionId: string;
      amount: Money;
      reason: string;
      quotedAt: Date | null;
      check(subscription: Subscription): void;
    },
  ): Promise<RequestShown>;
  /** Locks it and keeps what `decide` makes of it. Refuses with `request-not-found`. */
  decide(id: string, decide: (request: RequestShown) => ApprovalRequest): Promise<RequestShown>;
  find(id: string): Promise<RequestShown | null>;
  /** Newest first. */
  list(query: {
    state: ApprovalRequest['state'];
    /** Null for all. */
    subjectId: string | null;
    after: EventPlace | null;
    limit: number;
  }): Promise<RequestShown[]>;
  countWaiting(): Promise<number>;
};

export type GivenCredit = { readonly amount: Money; readonly givenAt: Date };

/** What staff have put to the credit of readers. */
export type Credits = {
  /** On a subscription, the oldest first. */
  of(subscriptionId: string): Promise<GivenCredit[]>;
  /** The request that was made under a key. */
  byKey(key: string): Promise<{ requestHash: string } | null>;
  /**
   * Gives it under the lock of the subscription and of what this person gives this reader: `check` sees what they
   * have given alone since `since`, in the same currency. What the key stands for already is given no second time.
   * Refuses with `request-decided` where the request, of which this is the carrying out, stands approved no longer.
   */
  give(wanted: {
    id: string;
    subscriptionId: string;
    amount: Money;
    reason: string;
    actor: string;
    /** Null for what is given alone. */
    requestId: string | null;
    idempotencyKey: string;
    requestHash: string;
    traceparent: string | null;
    since: Date;
    check(subscription: Subscription, given: bigint): void;
  }): Promise<{ requestHash: string; customerId: string }>;
};
