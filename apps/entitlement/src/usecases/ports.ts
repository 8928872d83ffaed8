import type { Article } from '../domain/article.ts';
import type { BundleVersion } from '../domain/bundle.ts';
import type { ReaderSet } from '../domain/reader-set.ts';
import type { Revision } from '../domain/revision.ts';
import type { SubscriptionFact } from '../domain/subscription-fact.ts';

/** What is needed to answer any number of questions, read in one go. */
export type Records = {
  /** A reader of whom nothing was heard is missing. */
  readonly sets: ReadonlyMap<string, ReaderSet>;
  readonly articles: readonly Article[];
  readonly bundles: readonly BundleVersion[];
};

export type AccessRecords = {
  /** `articles` by id or slug. */
  find(asked: { readers: readonly string[]; articles: readonly string[] }): Promise<Records>;
  /** Every fact about every subscription that ever concerned the reader, one list each. */
  factsOf(readerId: string): Promise<SubscriptionFact[][]>;
  /** The account that a provisional reader's id was merged into. */
  mergedInto(readerId: string): Promise<string | null>;
};

export type Revisions = {
  /** Waits, for a bounded time, until this or a newer fact about the subscription is in effect. */
  isKnown(revision: Revision & { readonly subscriptionId: string }): Promise<boolean>;
};

/** Where sets are changed. `Tx` is the transaction that a consumer was handed. */
export type ReaderSets<Tx> = {
  /**
   * Keeps a fact, once, and tells all that are known of its subscription. Whoever else brings a fact
   * about the same subscription waits until `tx` is over.
   */
  keep(fact: SubscriptionFact, tx: Tx): Promise<SubscriptionFact[]>;
  /**
   * Lets `decide` say what a reader has from now on. A new version is saved, announced and given its
   * next boundary in the same transaction; the same version changes nothing.
   */
  change(readerId: string, decide: (set: ReaderSet) => ReaderSet, tx: Tx): Promise<void>;
};

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
};
