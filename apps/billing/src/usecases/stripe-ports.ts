import type { Money } from '@gatefold/kernel';
import type { BalanceTransaction } from '../domain/cash.ts';
import type { WantedCall } from '../domain/change.ts';
import type { Offer } from '../domain/offer.ts';
import type { SeenPayment, SeenSubscription } from '../domain/seen.ts';
import type { IncomingEvent } from './inbox-ports.ts';
import type { InvoicePages, NewCustomer, OpenCard, OpenSubscribe } from './page-ports.ts';

/**
 * Who waits for a read from Stripe. Lanes are served in this order out of one budget: a reader on the
 * return page, then what failed or was paid, then the rest, then sweeps.
 */
export const lanes = ['reader', 'money', 'rest', 'sweep'] as const;

export type Lane = (typeof lanes)[number];

export type Call = {
  readonly id: string;
  readonly customerId: string;
  readonly isOld: boolean;
  readonly wanted: WantedCall;
};

export type CallOutcome = { readonly state: 'done' } | { readonly state: 'refused'; readonly code: string };

export type OpenedSession = { readonly sessionId: string; readonly url: string; readonly expiresAt: Date };

/** What Stripe shows of one customer: subscriptions oldest first, and what was paid for gifts, by gift. */
export type SeenCustomer = {
  readonly subscriptions: readonly SeenSubscription[];
  readonly gifts: ReadonlyMap<string, SeenPayment>;
  /** When it was shown, by Stripe's own clock; null where that is not known. */
  readonly at: Date | null;
};

/** Reads from Stripe. All of them go through one budget. */
export type StripeReads = InvoicePages & {
  /** Of one customer everything, or what was made `from` an instant on and the subscriptions it belongs to. Two to four requests. */
  customer(customerId: string, lane: Lane, from: Date | null): Promise<SeenCustomer>;
  /** The card that a setup session has given, or null while it has not. */
  cardOf(sessionId: string, lane: Lane): Promise<{ paymentMethodId: string } | null>;
  /** Newest first; `until` is the first instant outside. */
  balanceTransactions(since: Date, until?: Date): AsyncIterable<readonly BalanceTransaction[]>;
  /** Available plus pending, by currency. */
  balance(): Promise<Money[]>;
  /** Of what a webhook should have brought. */
  events(since: Date): AsyncIterable<readonly ListedEvent[]>;
};

/** Read only where it is needed, since most of them are known. */
export type ListedEvent = {
  readonly id: string;
  /** As if a webhook had brought it; null where nothing of it can be read. */
  read(): IncomingEvent | null;
};

/** Writes to Stripe. Each carries an idempotency key of its own. */
export type StripeWrites = {
  createCustomer(who: NewCustomer): Promise<string>;
  openSubscribe(wanted: OpenSubscribe): Promise<OpenedSession>;
  /** Lets nobody pay this page any more. False for one that was paid, or is closed. */
  closeSession(sessionId: string): Promise<boolean>;
  openCard(wanted: OpenCard): Promise<OpenedSession>;
  /** A list price beside the offer's own, made once for each name. */
  makePrice(wanted: { name: string; offer: Offer; amount: Money }): Promise<void>;
  /** Tells Stripe. A "no" is an outcome; an answer that did not come is thrown. */
  perform(call: Call): Promise<CallOutcome>;
};
