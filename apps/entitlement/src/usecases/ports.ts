import type { Article } from '../domain/article.ts';
import type { BundleVersion } from '../domain/bundle.ts';
import type { Comp } from '../domain/comp.ts';
import type { GiftLink } from '../domain/gift-link.ts';
import type { Lockout } from '../domain/goodwill.ts';
import type { BillingEvidence } from '../domain/explain.ts';
import type { Month, readOneMore } from '../domain/meter.ts';
import type { ReaderSet } from '../domain/reader-set.ts';
import type { WriteOfBilling } from '../domain/revision.ts';
import type { SubscriptionFact } from '../domain/subscription-fact.ts';

/** What is needed to answer any number of questions, read in one go. */
export type Records = {
  /** A reader of whom nothing was heard is missing. */
  readonly sets: ReadonlyMap<string, ReaderSet>;
  readonly articles: readonly Article[];
  readonly bundles: readonly BundleVersion[];
};

/** Every fact about every subscription that ever concerned a reader, one list for each subscription. */
export type Histories = readonly (readonly SubscriptionFact[])[];

export type AccessRecords = {
  /** `articles` by id or slug. */
  find(asked: { readers: readonly string[]; articles: readonly string[] }): Promise<Records>;
  /** A reader without any is missing. */
  historiesOf(readers: readonly string[]): Promise<ReadonlyMap<string, Histories>>;
  /** The account that a provisional reader's id was merged into. */
  mergedInto(readerId: string): Promise<string | null>;
};

export type Revisions = {
  /** Waits, for a bounded time, until these or newer facts are in effect; says which are still missing. */
  missing(awaited: readonly WriteOfBilling[]): Promise<readonly WriteOfBilling[]>;
};

/** What billing can show of a subscription; null when it does not know it or does not answer. */
export type Evidence = { of(subscriptionId: string): Promise<BillingEvidence | null> };

/** The transaction that a change belongs to, and the trace of what caused it. */
export type Work<Tx> = { readonly tx: Tx; readonly traceparent: string | null };

/** Where sets are changed. `Tx` is the transaction that a consumer was handed. */
export type ReaderSets<Tx> = {
  /**
   * Keeps facts, each once, and lets `decide` make of them what it will, with what they concern at hand: it is read
   * in one go before and saved in one go after. Whoever else brings a fact about one of their subscriptions waits until
   * the transaction is over.
   */
  keep(
    facts: readonly SubscriptionFact[],
    tx: Tx,
    decide: (atHand: SetsAtHand<Tx>) => Promise<void>,
  ): Promise<void>;
  /**
   * Lets `decide` say what a reader has from now on. A new version is saved, announced and given its
   * next boundary in the same transaction; the same version changes nothing.
   */
  change(readerId: string, decide: (set: ReaderSet) => ReaderSet, work: Work<Tx>): Promise<void>;
};

export type SetsAtHand<Tx> = Pick<ReaderSets<Tx>, 'change'> & {
  /** To be called for each of the facts, in their order: all that was known of its subscription before it, and itself. */
  upTo(fact: SubscriptionFact): readonly SubscriptionFact[];
};

/** What was given back for time in which payers were locked out by our fault. Never changed. */
export type GoodwillLedger<Tx> = { keep(lockout: Lockout, tx: Tx): Promise<void> };

/** What the clock does to sets, each reader in a transaction of their own. */
export type Boundaries = {
  /** Announces the sets of all whose boundary has come by `now`, and says how many that were. */
  pass(now: Date): Promise<number>;
  next(): Promise<Date | null>;
  /** Announces every set as it is, and says how many there are. */
  announceAll(): Promise<number>;
};

export type Articles<Tx> = {
  /** The highest revision wins. */
  save(article: Article, tx: Tx): Promise<void>;
};

export type Accounts<Tx> = {
  /** Remembers whose id it became, for explanations. What it holds follows through billing. */
  merge(readerId: string, into: string, tx: Tx): Promise<void>;
  /** Forgets what a reader has read and given, and lets nothing be held for the id again. */
  forget(readerId: string, at: Date, tx: Tx): Promise<void>;
};

/** Comps, each saved together with what it changes of its reader's set. */
export type Comps = {
  /** Gives `comp`, or answers with the one that the same request gave before. */
  give(comp: Comp, requestKey: string): Promise<Comp>;
  /** Lets `decide` change a comp and says what it became; null for one that is not there. */
  change(id: string, decide: (comp: Comp) => Comp): Promise<Comp | null>;
  find(id: string): Promise<Comp | null>;
  /** The newest first. */
  of(readerId: string): Promise<readonly Comp[]>;
  /** What any bundle ever held. */
  bundles(): Promise<readonly BundleVersion[]>;
};

export type GiftLinks = {
  /**
   * Lets `decide` choose a link, new or not, from all that a reader has given in thirty days. Requests of one reader
   * wait for each other, so that none gives more than is allowed.
   */
  give(giverId: string, decide: (given: readonly GiftLink[]) => GiftLink): Promise<GiftLink>;
  /** The newest first. */
  of(giverId: string): Promise<readonly GiftLink[]>;
  /** Closes a link of this reader's; null where there is none. */
  revoke(id: string, giverId: string, at: Date): Promise<GiftLink | null>;
  /** Uses up one opening of this article, by id or slug; null when there is none left, or it opens something else. */
  open(id: string, article: string, now: Date): Promise<GiftLink | null>;
};

/** One article that somebody wants to read by the meter. */
export type MeteredReading = {
  /** A reader, or a visitor by the id in their token. */
  readonly holder: string;
  /** The visitor whose readings of this month become this reader's; null for none. */
  readonly joins: string | null;
  readonly month: Month;
  readonly articleId: string;
  readonly at: Date;
};

export type Meters = {
  /**
   * Lets `decide` say what one more article is, from those that the holder has read this month. Readings of one holder
   * wait for each other, so that none is one too many. A visitor's readings join one reader in a month, the first.
   */
  read(
    reading: MeteredReading,
    decide: (read: readonly string[]) => ReturnType<typeof readOneMore>,
  ): Promise<{ readonly what: ReturnType<typeof readOneMore>; readonly used: number }>;
};

/** Signs what leaves the house and comes back in strange hands. */
export type Signer = { sign(text: string): string; isSigned(text: string, signature: string): boolean };

/** Every reader's set, made anew from all that billing said of them. */
export type Rebuilding = {
  count(): Promise<number>;
  /** Some readers at a time; a set that was right stays as it is. */
  all(): AsyncIterable<{ readonly done: number; readonly changed: number }>;
};
