import type { AuditNote } from '../domain/audit.ts';
import type { Decided } from '../domain/consequences.ts';
import type { GiftOffer } from '../domain/gift-offer.ts';
import type { Gift, GiftDecided } from '../domain/gift.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { EventPlace } from './finance-ports.ts';

/** What is written on it; sealed where it is kept, and gone when the gift is over. */
export type GiftCard = {
  readonly code: string;
  /** As whoever gives it signs. */
  readonly from: string;
  readonly message: string;
};

/** A gift with what a reader who takes it has already. */
export type Redeemed = {
  readonly gift: Gift;
  /** The reader's live subscriptions. */
  readonly subscriptions: readonly Subscription[];
  /** Other gifts that they read by. */
  readonly others: readonly Gift[];
};

export type Redeeming = {
  readonly id: string;
  readonly readerId: string;
  readonly note: AuditNote;
  decide(known: Redeemed): { readonly gift: GiftDecided; readonly subscription: Decided | null };
};

export type Gifts = {
  offers(): readonly GiftOffer[];
  find(id: string): Promise<Gift | null>;
  byCode(codeHash: string): Promise<Gift | null>;
  /** Those that this reader has paid for or taken, newest first. */
  ofReader(readerId: string): Promise<Gift[]>;
  /** Newest first, those after a place in the list; of any state when that is null. */
  list(wanted: { state: Gift['state'] | null; after: EventPlace | null; limit: number }): Promise<Gift[]>;
  open(gift: Gift, card: { codeHash: string; card: GiftCard }): Promise<void>;
  opened(id: string, sessionId: string): Promise<void>;
  /** By gift; none for one that is over. */
  cards(ids: readonly string[]): Promise<ReadonlyMap<string, GiftCard>>;
  /**
   * Locks, asks `decide`, and saves the gift with books, calls and outbox in one transaction. Refuses with
   * `request-decided` where the request, of which this is the carrying out, stands approved no longer.
   */
  change(
    id: string,
    wanted: {
      decide: (current: Gift) => GiftDecided;
      note: AuditNote | null;
      requestId: string | null;
    },
  ): Promise<Gift>;
  /** A gift with what this reader has, as it is now and unlocked. */
  around(id: string, readerId: string): Promise<Redeemed>;
  /**
   * Locks the reader's subscriptions and the gift, and saves what becomes of both in one transaction. With the
   * customer whom Stripe must be told of.
   */
  redeem(wanted: Redeeming): Promise<{ gift: Gift; customerId: string | null }>;
};

export type GiftPages = {
  /** Opens the hosted page on which a gift is paid. */
  openGift(wanted: {
    giftId: string;
    customerId: string;
    offer: GiftOffer;
    language: string | null;
  }): Promise<{ sessionId: string; url: string }>;
};
