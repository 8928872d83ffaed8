import type { ZodType } from 'zod';
import type { PoolClient } from 'pg';
import type { TakeTail } from './tail.ts';

/** What a topic promises; `packages/events` lists them. */
export type Topic = {
  readonly name: string;
  /** `state`: the newest (epoch, sequence) supersedes. `fact`: each event counts once. */
  readonly kind: 'state' | 'fact';
  readonly partitions: number;
  readonly cleanup: 'delete' | 'compact';
  /** Machine time. */
  readonly retentionMs: number;
};

/** An event before it is published; CloudEvents 1.0 by its attributes. */
export type OutgoingEvent = {
  /** UUID; consumers of facts deduplicate by it. */
  readonly id: string;
  /** `gatefold/<service>`. */
  readonly source: string;
  readonly type: string;
  /** The aggregate. */
  readonly subject: string;
  /** Business time, ISO in UTC. */
  readonly time: string;
  /** What keeps its order: the reader's id on every topic that concerns one. */
  readonly key: string;
  /** Grows by one per subject, under the aggregate's row lock. */
  readonly sequence: number;
  /** Raised after a restore. */
  readonly epoch: number;
  readonly traceparent: string | null;
  /** Null is a tombstone. */
  readonly data: unknown;
};

export type ReceivedEvent<T> = Omit<OutgoingEvent, 'data' | 'time'> & {
  readonly time: Date;
  readonly data: T;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
};

/** The next offset per partition, per topic: everything before it is published, or consumed. */
export type Published = Readonly<Record<string, Readonly<Record<string, string>>>>;

export type Logger = {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
  fatal(facts: object, message: string): void;
};

/** A record as a log keeps it, whichever log it is. */
export type LogRecord = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string | null;
};

export type OutgoingRecord = Pick<LogRecord, 'headers' | 'value'> & { readonly key: string };

/** Called with records of one partition in order. Resolves once they may be committed; a rejection delivers them again. */
export type TakeBatch = (batch: {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly LogRecord[];
  /** How many the log held when these were read, from the first of these on; all of them, or at least fifty. */
  readonly waiting: number;
  /** Another value means that the partition may have been in other hands since the last batch. */
  readonly term: string;
  /** False once the partition was taken away or the consumer stops: finish the record in hand and return. */
  isRunning(): boolean;
  /** To be called after each record: tells the group that this member lives and how far it has come. */
  progress(record: LogRecord): Promise<void>;
}) => Promise<void>;

export type TailOptions = {
  readonly topics: readonly Topic[];
  /** From the earliest record where no offset is named. */
  readonly from: Published;
  readonly take: TakeTail;
  /** Told of everything that went wrong; the tail goes on by itself. */
  onTrouble(error: unknown): void;
};

export type Consumption = { stop(): Promise<void> };

/** An event log. Nothing above this port knows which one it runs on. */
export type Transport = {
  readonly kind: 'kafka' | 'postgres';
  /** Makes the topics that are missing. A repeat does nothing; a topic with other partitions is an error. */
  ensureTopics(topics: readonly Topic[]): Promise<void>;
  /** Appends records of one topic, in order per key. Resolves, with where each came to stand, once the log has acknowledged all. */
  publish(
    topic: Topic,
    records: readonly OutgoingRecord[],
  ): Promise<readonly { partition: number; offset: string }[]>;
  /** Joins a consumer group, from the earliest record that the group has not committed. */
  consume(options: { group: string; topics: readonly Topic[]; take: TakeBatch }): Promise<Consumption>;
  /** Follows whole topics by oneself, outside every group: each who does so sees every record, some of them again. */
  tail(options: TailOptions): Consumption;
  /** How far a group has committed, for the topics it has ever read. */
  committed(group: string, topics: readonly Topic[]): Promise<Published>;
  endOffsets(topics: readonly Topic[]): Promise<Published>;
  /** Rejects when the log cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

/** One kind of event that a consumer takes in. The handler's effect commits with the dedupe row, or not at all. */
export type Subscription<T = unknown> = {
  readonly topic: Topic;
  readonly types: readonly string[];
  readonly schema: ZodType<T>;
  handle(event: ReceivedEvent<T>, tx: PoolClient): Promise<void>;
  /** Where that costs less: several events in their order, with the same effect as one after the other. */
  handleTogether?(events: readonly ReceivedEvent<T>[], tx: PoolClient): Promise<void>;
};
