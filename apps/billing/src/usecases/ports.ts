import type { Money } from '@gatefold/kernel';
import type { BalanceTransaction } from '../domain/cash.ts';
import type { RefundReason, WantedCall } from '../domain/change.ts';
import type { Decided } from '../domain/consequences.ts';
import type { Gift, GiftDecided } from '../domain/gift.ts';
import type { Offer } from '../domain/offer.ts';
import type { PricePath } from '../domain/price-path.ts';
import type { Promotion } from '../domain/promotion.ts';
import type { SeenPayment, SeenSubscription } from '../domain/seen.ts';
import type { Charge, Subscription } from '../domain/subscription.ts';
import type { Call, CallOutcome, OpenedSession } from './stripe-ports.ts';

export type Subscriptions = {
  find(id: string): Promise<Subscription | null>;
  byOrderNumber(orderNumber: string): Promise<Subscription | null>;
  /** The one that a charge belongs to. */
  byCharge(chargeId: string): Promise<Subscription | null>;
  /** Newest first. */
  ofReader(readerId: string): Promise<Subscription[]>;
  /**
   * Locks, asks `decide`, and saves the new state with ledger, notices, calls and outbox in one
   * transaction. The only way to write but a fold. Refuses with `subscription-not-found`. What comes of it,
   * whoever folds it, belongs to the trace `traceparent`.
   *
   * Where it carries a request out, `decide` is told whether that was done before; refuses with `request-decided`
   * where the request stands approved no longer.
   */
  change(
    id: string,
    decide: (current: Subscription, isCarriedOut: boolean) => Decided,
    of?: { readonly traceparent?: string | null; readonly requestId?: string | null },
  ): Promise<Subscription>;
  /** Subscriptions by id, in pages of `limit`, for saying everything again. */
  idsAfter(id: string | null, limit: number): Promise<string[]>;
};

/** A customer about whom Stripe has news, and what is needed to take them in. */
export type FoldBegun = {
  readonly customerId: string;
  /** Of the news or the call that is not folded yet, else of who waits for it; what is told belongs to it. */
  readonly traceparent: string | null;
  readonly readerId: string | null;
  /** Taken before the reads: the later ticket wins. */
  readonly ticket: bigint;
  /** The news that the reads will cover. */
  readonly generation: bigint;
  /** How much of that was told by Stripe. */
  readonly newsCount?: bigint;
  /** How much of that a look at what is near shows. */
  readonly nearCount?: bigint;
  /** What was made at Stripe from this instant on shows all that is news; null where it takes everything. */
  readonly nearFrom: Date | null;
  /** Card updates that are open: their sessions must be read as well. */
  readonly cardCheckouts: readonly {
    readonly id: string;
    readonly sessionId: string;
    readonly subscriptionId: string;
  }[];
  /** Whether they have bought gifts. */
  readonly hasGifts?: boolean;
  /** Whether something that nobody charges was given to them until an end that Stripe does not know. */
  readonly hasGiven?: boolean;
};

export type CardGiven = {
  readonly checkoutId: string;
  readonly subscriptionId: string;
  readonly calls: (subscription: Subscription) => readonly WantedCall[];
};

export type Folds = {
  begin(customerId: string, traceparent: string | null): Promise<FoldBegun>;
  /**
   * Commits what was read, under the customer's lock, unless a fold with a later ticket has; then nothing
   * happens. Where a look that did not go far shows too little, the customer stays dirty and the next goes all the way.
   * `decide` is asked for each subscription of ours, oldest first. Whether Stripe must be told something.
   */
  commit(
    begun: FoldBegun,
    read: {
      readonly seen: readonly SeenSubscription[];
      /** It shows what was made from this instant on; null for everything. */
      readonly from: Date | null;
      /** When Stripe showed it, by Stripe's clock: older news will tell nothing more. */
      readonly lookedAt: Date | null;
      readonly cards: readonly CardGiven[];
      decide(before: Subscription, seen: SeenSubscription): Decided;
      readonly gifts: {
        /** By gift. */
        readonly payments: ReadonlyMap<string, SeenPayment>;
        decide(gift: Gift, payment: SeenPayment | null): GiftDecided;
      };
    },
  ): Promise<boolean>;
};

/** Which customers have news. Leases are machine time, so that a process that died is replaced. */
export type DirtyCustomers = {
  mark(customerId: string): Promise<void>;
  /** Takes up to `limit` with a lease. Unless `atOnce`, one that was folded a moment ago waits for more news. */
  claim(limit: number, atOnce: boolean): Promise<string[]>;
  release(customerId: string): Promise<void>;
  /** Marks the customers of all subscriptions that are due at `now`; how many. */
  markDue(now: Date): Promise<number>;
  /** Whether anything waits, and when the next thing is due, in one look. */
  state(now: Date): Promise<{ dirty: number; calls: number; due: number; nextDueAt: Date | null }>;
};

/** What Stripe must be told, as rows that outlive a crash. */
export type Calls = {
  /**
   * Those whose time has come, of one customer or of all, in the order in which they were wanted; of a customer none
   * before one that is tried again later. Counts the attempt.
   */
  claim(customerId: string | null, limit: number): Promise<Call[]>;
  finish(id: string, outcome: CallOutcome): Promise<void>;
  /** Whether somebody is telling Stripe something of this customer right now, or could not, or it is to be told at once. */
  isAtWork(customerId: string): Promise<boolean>;
};

export type Checkout = {
  readonly id: string;
  readonly kind: 'subscribe' | 'card';
  readonly status: 'opening' | 'open' | 'paid' | 'expired';
  readonly readerId: string | null;
  readonly emailHash: string | null;
  readonly offer: string | null;
  readonly offerVersion: number | null;
  readonly subscriptionId: string | null;
  readonly returnTo: string;
  readonly stripeCustomerId: string | null;
  readonly stripeSessionId: string | null;
  readonly url: string | null;
};

export type NewCheckout = {
  readonly id: string;
  readonly readerId: string | null;
  readonly email: { readonly newest: string; readonly all: readonly string[] } | null;
  readonly offer: Offer;
  /** How many, where seats are sold. */
  readonly seats: number | null;
  readonly path: PricePath;
  readonly pathHash: string;
  readonly consentId: string;
  readonly returnTo: string;
  /** Why this buyer may have it, in their words. */
  readonly reason?: string | null;
  /** In which language, such as “de”, and what they have accepted in it, word for word. */
  readonly language: string | null;
  readonly consentText: string;
  /** The network address from which was accepted, to be kept sealed. */
  readonly ip: string | null;
};

export type Checkouts = {
  find(id: string): Promise<Checkout | null>;
  /**
   * The one open checkout of this reader or address for this product: made now, or found.
   *
   * `isMine` says that the caller must open it at Stripe. It is also true for one whose opener gave up or died.
   */
  claim(wanted: NewCheckout): Promise<{
    checkout: Checkout;
    isMine: boolean;
    isNew: boolean;
    /** Whether it promises what is wanted now, in the same language, not another offer of the same product. */
    isSame: boolean;
  }>;
  /** Its page can be paid no more. */
  expire(id: string): Promise<void>;
  claimCard(wanted: { id: string; subscription: Subscription; returnTo: string }): Promise<Checkout>;
  /** Who buys, and as which customer: kept at once, so that a second try makes no second one. */
  identify(id: string, who: { readerId: string; stripeCustomerId: string | null }): Promise<void>;
  opened(id: string, session: OpenedSession): Promise<void>;
  /** The opener failed: the next one who asks may try. */
  giveUp(id: string): Promise<void>;
  customerOf(readerId: string): Promise<string | null>;
  keepCustomer(customerId: string, readerId: string): Promise<void>;
};

export type Offers = {
  /** What is for sale now: the newest version of each offer. */
  current(): readonly Offer[];
  promotions(): readonly Promotion[];
};

export type Readers = {
  /** `locale` is what their browser speaks. */
  createProvisional(email: string, locale?: string | null): Promise<{ readerId: string }>;
  /** Everybody who has, or said to have, this address. */
  idsOf(email: string): Promise<readonly string[]>;
};

export type AddressHash = { of(address: string): string; all(address: string): string[] };

/** What was answered under a key, so that a repeat is answered the same. */
export type IdempotentAnswers = {
  find(scope: string, key: string): Promise<{ requestHash: string; body: unknown } | null>;
  keep(scope: string, key: string, answer: { requestHash: string; body: unknown }): Promise<void>;
};

export type StoredRefund = {
  readonly id: string;
  readonly amount: Money;
  readonly status: 'wanted' | 'pending' | 'succeeded' | 'failed';
  readonly requestHash: string | null;
  readonly subscriptionId: string;
};

export type Refunds = {
  byKey(idempotencyKey: string): Promise<StoredRefund | null>;
  /**
   * Reserves the money and writes down what Stripe must be told, under the subscription's lock.
   * Refuses with `charge-not-found`, with `request-decided` where the request, of which this is the carrying out,
   * stands approved no longer, and with whatever `amountOf` refuses.
   */
  reserve(wanted: {
    id: string;
    chargeId: string;
    idempotencyKey: string;
    requestHash: string;
    reason: RefundReason;
    actor: string;
    traceparent: string | null;
    requestId: string | null;
    amountOf(charge: Charge): Money;
  }): Promise<StoredRefund & { customerId: string }>;
};

export type Cursors = { get(name: string): Promise<Date | null>; set(name: string, at: Date): Promise<void> };

export type CashJournal = {
  /** Books what is not booked yet; how many were. */
  book(transactions: readonly BalanceTransaction[]): Promise<number>;
};
