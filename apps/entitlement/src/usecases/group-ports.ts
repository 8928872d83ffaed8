import type { BundleVersion } from '../domain/bundle.ts';
import type { Group } from '../domain/group.ts';
import type { Holding } from '../domain/project.ts';
import type { Member, Seat, Seated, Seating } from '../domain/seats.ts';

export type LogLine = {
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string | null;
};

export type Groups = {
  make(group: Group, actor: string): Promise<void>;
  /** The newest first. */
  all(): Promise<readonly Group[]>;
  find(id: string): Promise<Seating | null>;
  /** Those that a reader owns, and those in which they have a seat, the newest first. */
  of(readerId: string): Promise<readonly Seating[]>;
  /** The seat with this id, or without one the seat that the reader took last. */
  seatOf(readerId: string, id: string | null): Promise<Seat | null>;
  /** Those that are running at `now` and that addresses of some domain may join. */
  withDomains(now: Date): Promise<readonly Group[]>;
  logOf(id: string): Promise<readonly LogLine[]>;
  /**
   * Lets `decide` say what becomes of a group, one at a time, and saves it together with what it changes of its
   * members' sets. Refuses with `group-not-found`.
   */
  change<Decided extends Seated>(
    id: string,
    actor: string,
    decide: (seating: Seating) => Decided,
  ): Promise<{ readonly seating: Seating; readonly decided: Decided }>;
  /** The institutions in whose networks an address lies at `now`. */
  inside(address: string, now: Date): Promise<readonly Group[]>;
  /** The networks of all institutions at `now`. */
  networks(now: Date): Promise<readonly string[]>;
  /** What any bundle ever held. */
  bundles(): Promise<readonly BundleVersion[]>;
};

/** The group that a subscription with seats pays for, as billing's facts have it. */
export type SoldGroups<Tx> = {
  /**
   * Brings it to what is paid for, and answers the members whose grants follow from that. Whoever calls it holds the lock
   * of the subscription.
   */
  follow(holding: Holding, seats: number, tx: Tx): Promise<Followed>;
};

export type Followed = { readonly group: Group; readonly members: readonly Member[] };

/** Identity, which knows addresses. */
export type Addresses = {
  /** Those of `domains` in which the reader has a verified address. */
  domainsOf(readerId: string, domains: readonly string[]): Promise<readonly string[]>;
};

/** Mail. A repeat with the same id sends nothing; throws when it was not taken. */
export type SeatLetters = {
  invite(letter: {
    readonly id: string;
    readonly email: string;
    readonly group: string;
    /** Of which the group reads. */
    readonly title: string;
    readonly invitation: string;
  }): Promise<void>;
  /** To the owner of the group. */
  taken(letter: {
    readonly id: string;
    readonly ownerId: string;
    readonly group: string;
    readonly title: string;
  }): Promise<void>;
};
