import type { FollowedRecord } from '@gatefold/access';

/** The next offset by topic and partition. */
export type Positions = Readonly<Record<string, Readonly<Record<string, string>>>>;

export type Follower = {
  /** Records of one topic, in order. One that throws gets them again. */
  take(topic: string, records: readonly FollowedRecord[]): void;
  /** Something went wrong; the source goes on by itself. */
  onTrouble(error: unknown): void;
  /** What came between `from` and now is not to be had: only a new snapshot helps. */
  onGap(): void;
};

/** Where news of readers and articles comes from. */
export type LocalSource = {
  follow(from: Positions, follower: Follower): { stop(): Promise<void> };
};
