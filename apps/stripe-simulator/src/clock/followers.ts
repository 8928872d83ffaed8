/** Next offset per partition, per topic, as a follower names it. */
export type Published = Readonly<Record<string, Readonly<Record<string, string>>>>;

export type Tick = {
  readonly tick: number;
  readonly now: string;
  readonly turning: boolean;
  readonly published: Readonly<Record<string, Published>>;
};

export type Ack = {
  readonly tick: number;
  readonly app: string;
  readonly nextDueAt: string | null;
  readonly published: Published;
};

type Send = (tick: Tick) => void;

type Follower = {
  readonly connections: Set<Send>;
  /** Milliseconds of the virtual clock. */
  nextDueAt: number | null;
  published: Published;
  acked: number;
  /** Silent for too long: not waited for until it speaks again. */
  isDropped: boolean;
};

/** How long a follower may be silent, in milliseconds of machine time. */
export const SILENT_FOR_MS = 10_000;

type Options = { readonly silentForMs?: number };

/** Those who follow the clock: they are told each instant, and answer when they have done its work. */
export function createFollowers({ silentForMs = SILENT_FOR_MS }: Options = {}) {
  const followers = new Map<string, Follower>();
  let current: Tick = { tick: 0, now: new Date(0).toISOString(), turning: false, published: {} };
  let moved = false;
  let heard: () => void = () => undefined;

  const announce = (now: number, turning: boolean): void => {
    const published = Object.fromEntries([...followers].map(([app, follower]) => [app, follower.published]));
    current = { tick: current.tick + 1, now: new Date(now).toISOString(), turning, published };
    for (const { connections } of followers.values()) for (const send of connections) send(current);
  };

  const waitedFor = (): string[] =>
    [...followers]
      .filter(([, { acked, isDropped }]) => !isDropped && acked < current.tick)
      .map(([app]) => app);

  const allHeard = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, silentForMs);
      heard = () => {
        if (waitedFor().length > 0) return;
        clearTimeout(timer);
        resolve();
      };
      heard();
    });

  return {
    /** A new follower hears the time at once. The returned function ends the connection. */
    follow(app: string, { now, turning }: { now: number; turning: boolean }, send: Send): () => void {
      const follower = followers.get(app) ?? newFollower(current.tick);
      followers.set(app, follower);
      follower.connections.add(send);
      follower.isDropped = false;
      send({ ...current, now: new Date(now).toISOString(), turning });
      return () => {
        follower.connections.delete(send);
        // Between turns one that left is forgotten; within one it may come back and is waited for.
        if (follower.connections.size === 0 && !current.turning) followers.delete(app);
        heard();
      };
    },

    ack({ tick, app, nextDueAt, published }: Ack): void {
      const follower = followers.get(app);
      if (follower === undefined) return;
      follower.isDropped = false;
      follower.acked = Math.max(follower.acked, Math.min(tick, current.tick));
      follower.nextDueAt = nextDueAt === null ? null : new Date(nextDueAt).getTime();
      if (grew(follower.published, published)) moved = true;
      if (follower.nextDueAt !== null && follower.nextDueAt <= new Date(current.now).getTime()) moved = true;
      follower.published = published;
      heard();
    },

    /** Tells all, without waiting. */
    announce,

    /**
     * Tells all and waits until each has answered. Says who stayed silent, and whether anything
     * moved meanwhile: somebody published, or has more to do at this very instant.
     */
    async tick(now: number): Promise<{ readonly moved: boolean; readonly dropped: string[] }> {
      moved = false;
      announce(now, true);
      await allHeard();
      const dropped = waitedFor();
      for (const app of dropped) {
        const follower = followers.get(app);
        if (follower === undefined) continue;
        follower.isDropped = true;
        follower.nextDueAt = null;
        if (follower.connections.size === 0) followers.delete(app);
      }
      return { moved, dropped };
    },

    /** The earliest instant that somebody named, in milliseconds. */
    nextDueAt(): number | null {
      const named = [...followers.values()].flatMap(({ nextDueAt }) =>
        nextDueAt === null ? [] : [nextDueAt],
      );
      return named.length === 0 ? null : Math.min(...named);
    },

    /** Those who keep naming an instant that is over, without end. Their word no longer counts until they change it. */
    stuck(now: number): string[] {
      const apps = [...followers].filter(([, { nextDueAt }]) => nextDueAt !== null && nextDueAt <= now);
      for (const [, follower] of apps) follower.nextDueAt = null;
      return apps.map(([app]) => app);
    },

    names: (): string[] => [...followers.keys()],
  };
}

export type Followers = ReturnType<typeof createFollowers>;

const newFollower = (tick: number): Follower => ({
  connections: new Set(),
  nextDueAt: null,
  published: {},
  acked: tick - 1,
  isDropped: false,
});

function grew(before: Published, after: Published): boolean {
  return Object.entries(after).some(([topic, partitions]) =>
    Object.entries(partitions).some(
      ([partition, offset]) => BigInt(offset) > BigInt(before[topic]?.[partition] ?? '-1'),
    ),
  );
}
