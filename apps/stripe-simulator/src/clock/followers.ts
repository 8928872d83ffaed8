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
const SILENT_FOR_MS = 10_000;

type State = {
  readonly followers: Map<string, Follower>;
  current: Tick;
  /** Whether somebody published, or has more to do at this very instant, since the last tick. */
  moved: boolean;
  heard: () => void;
};

export type Followers = {
  /** A new follower hears the time at once. The returned function ends the connection. */
  follow(app: string, time: { readonly now: number; readonly turning: boolean }, send: Send): () => void;
  ack(ack: Ack): void;
  /** Tells all, without waiting. */
  announce(now: number, turning: boolean): void;
  /** Tells all and waits until each has answered. Says who stayed silent, and whether anything moved meanwhile. */
  tick(now: number): Promise<{ readonly moved: boolean; readonly dropped: string[] }>;
  /** The earliest instant that somebody named, in milliseconds. */
  nextDueAt(): number | null;
  /** Those who keep naming an instant that is over, without end. Their word no longer counts until they change it. */
  stuck(now: number): string[];
  names(): string[];
};

/** Those who follow the clock: they are told each instant, and answer when they have done its work. */
export function createFollowers(silentForMs: number = SILENT_FOR_MS): Followers {
  const state: State = {
    followers: new Map(),
    current: { tick: 0, now: new Date(0).toISOString(), turning: false, published: {} },
    moved: false,
    heard: () => undefined,
  };
  const { followers } = state;

  return {
    follow: (app, time, send) => follow(state, app, { ...time, send }),
    ack: (given) => ack(state, given),
    announce: (now, turning) => announce(state, now, turning),
    async tick(now) {
      state.moved = false;
      announce(state, now, true);
      await allHeard(state, silentForMs);
      return { moved: state.moved, dropped: dropSilent(state) };
    },
    nextDueAt() {
      const named = [...followers.values()].flatMap(({ nextDueAt }) => nextDueAt ?? []);
      return named.length === 0 ? null : Math.min(...named);
    },
    stuck(now) {
      const late = [...followers].filter(([, { nextDueAt }]) => nextDueAt !== null && nextDueAt <= now);
      for (const [, follower] of late) follower.nextDueAt = null;
      return late.map(([app]) => app);
    },
    names: () => [...followers.keys()],
  };
}

type Joining = { readonly now: number; readonly turning: boolean; readonly send: Send };

function follow(state: State, app: string, { now, turning, send }: Joining): () => void {
  const { followers } = state;
  const follower = followers.get(app) ?? newFollower(state.current.tick);
  followers.set(app, follower);
  follower.connections.add(send);
  follower.isDropped = false;
  send({ ...state.current, now: new Date(now).toISOString(), turning });
  return () => {
    follower.connections.delete(send);
    // Between turns one that left is forgotten; within one it may come back and is waited for.
    if (follower.connections.size === 0 && !state.current.turning) followers.delete(app);
    state.heard();
  };
}

const newFollower = (tick: number): Follower => ({
  connections: new Set(),
  nextDueAt: null,
  published: {},
  acked: tick - 1,
  isDropped: false,
});

function announce(state: State, now: number, turning: boolean): void {
  const published = Object.fromEntries([...state.followers].map(([app, one]) => [app, one.published]));
  state.current = { tick: state.current.tick + 1, now: new Date(now).toISOString(), turning, published };
  for (const { connections } of state.followers.values()) for (const send of connections) send(state.current);
}

function ack(state: State, { tick, app, nextDueAt, published }: Ack): void {
  const follower = state.followers.get(app);
  if (follower === undefined) return;
  const due = nextDueAt === null ? null : new Date(nextDueAt).getTime();
  const hasMore = due !== null && due <= new Date(state.current.now).getTime();
  if (hasMore || grew(follower.published, published)) state.moved = true;
  follower.isDropped = false;
  follower.acked = Math.max(follower.acked, Math.min(tick, state.current.tick));
  follower.nextDueAt = due;
  follower.published = published;
  state.heard();
}

const grew = (before: Published, after: Published): boolean =>
  Object.entries(after).some(([topic, partitions]) =>
    Object.entries(partitions).some(
      ([partition, offset]) => BigInt(offset) > BigInt(before[topic]?.[partition] ?? '-1'),
    ),
  );

const waitedFor = ({ followers, current }: State): string[] =>
  [...followers].filter(([, { acked, isDropped }]) => !isDropped && acked < current.tick).map(([app]) => app);

const allHeard = (state: State, withinMs: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, withinMs);
    state.heard = () => {
      if (waitedFor(state).length > 0) return;
      clearTimeout(timer);
      resolve();
    };
    state.heard();
  });

function dropSilent(state: State): string[] {
  const silent = waitedFor(state);
  for (const app of silent) {
    const follower = state.followers.get(app);
    if (follower === undefined) continue;
    follower.isDropped = true;
    follower.nextDueAt = null;
    if (follower.connections.size === 0) state.followers.delete(app);
  }
  return silent;
}
