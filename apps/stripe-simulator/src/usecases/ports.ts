import type { Dunning } from '../domain/dunning.ts';
import type { Asked } from '../domain/event.ts';
import type { Kind, Of, StripeObject } from '../domain/objects.ts';
import type { Making } from '../domain/wire.ts';

/** Instants in whole seconds. */
export type Created = {
  readonly gt?: number | undefined;
  readonly gte?: number | undefined;
  readonly lt?: number | undefined;
  readonly lte?: number | undefined;
};

export type Where = {
  readonly customer?: string | undefined;
  readonly parent?: string | undefined;
  /** One of several, where it is a list. */
  readonly tag?: string | readonly string[] | undefined;
  readonly created?: Created | undefined;
};

export type Page<K extends Kind> = {
  readonly where: Where;
  readonly limit: number;
  readonly startingAfter?: string | undefined;
  readonly endingBefore?: string | undefined;
  /** What `where` cannot say. Asked one by one, newest first, until the page is full. */
  readonly keep?: (object: Of<K>) => boolean;
};

/** The work of one request, or of one instant of the clock: all of it is kept, or nothing. */
export type Unit = Making & {
  readonly dunning: Dunning;
  /** Where the hosted pages are found. */
  readonly pageUrl: string;
  /** The test clock on which everything in this unit counts, or null for the clock of the server. */
  readonly clock: string | null;
  /** The same unit at another instant of another clock: a test clock moves within one piece of work. */
  within(time: { readonly clock: string | null; readonly now: number }): Unit;
  /** Does work whose every trace is taken back afterwards, and gives what came of it. */
  tried<T>(work: (unit: Unit) => T): T;
  /** What happens first on this test clock of all that is due by `until`, with its instant. */
  dueOn(clock: string, until: number): Due | null;
  /** Everything that counts on this test clock, oldest first. */
  onClock(clock: string): StripeObject[];
  find<K extends Kind>(kind: K, id: string): Of<K> | null;
  /** Like `find`, and also what was deleted: a discount outlives its coupon. */
  recall<K extends Kind>(kind: K, id: string): Of<K> | null;
  /** Newest first. */
  list<K extends Kind>(kind: K, where: Where): Of<K>[];
  count(kind: Kind, where: Where): number;
  /** Null when a cursor names nothing that exists. */
  page<K extends Kind>(kind: K, page: Page<K>): { readonly data: Of<K>[]; readonly hasMore: boolean } | null;
  /** Whether every endpoint that wanted this event has it. */
  isDelivered(event: string): boolean;
  /** Keeps the object and tells of it by these events, in this order. */
  save(object: StripeObject, ...eventTypes: readonly string[]): void;
  /** Tells of an object without keeping it. */
  tell(object: StripeObject, eventType: string): void;
  /** It is gone, but `recall` still knows it. Without an event type nobody is told. */
  remove(object: StripeObject, eventType: string | null): void;
};

export type Asking = {
  /** Whole seconds of the server's clock. */
  readonly now: number;
  readonly asked: Asked;
  /** Ids that are asked about: where one of them counts on a test clock, so does the whole unit. */
  readonly about?: readonly string[];
};

export type Due = { readonly at: number; readonly object: StripeObject };

export type Units = {
  /** Runs `work` as one transaction. It must not wait for anything. */
  run<T>(call: Asking, work: (unit: Unit) => T): T;
  /** The same, kept together with what else is asked for at this moment: nobody is answered before `kept` resolves. */
  share<T>(call: Asking, work: (unit: Unit) => T): T;
  /** When everything that was shared so far is kept. */
  kept(): Promise<void>;
  /** Several pieces of work as one: all of them are kept, or nothing. */
  together(work: () => void): void;
  /** For looking only. */
  read<T>(now: number, work: (unit: Unit) => T, about?: readonly string[]): T;
  /** The instant at which something next happens by itself, or null. */
  nextDue(): number | null;
  /** What happens first of all that is due by `now`, with its instant, or null. */
  due(now: number): Due | null;
};
