import { connect, type Socket } from 'node:net';

export type Load = {
  readonly port: number;
  /** Whole requests; each connection takes the next one that is due. */
  readonly requests: readonly Buffer[];
  readonly connections: number;
  readonly milliseconds: number;
  /** Whether a request may hear that it has the newest already. */
  readonly mayBeUnchanged?: boolean;
  /** Looks at the body of an answer now and then, by the number of its request. Throws when it is wrong. */
  readonly inspect: (request: number, body: string, head: string) => void;
};

export type Loaded = {
  readonly requests: number;
  readonly perSecond: number;
  readonly latencies: readonly number[];
};

const INSPECT_EVERY = 997;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * Plays requests over kept connections, one at a time on each, and times every answer.
 *
 * A generator of our own: it must cost a good deal less than what it measures. Any answer that is no 200, and no 304 where
 * that is asked for, rejects.
 */
export async function playLoad(load: Load): Promise<Loaded> {
  const state = {
    next: Math.floor(Math.random() * load.requests.length),
    done: 0,
    latencies: [] as number[],
    endAt: performance.now() + load.milliseconds,
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: load.connections }, () => connection(load, state)));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { requests: state.done, perSecond: state.done / seconds, latencies: state.latencies };
}

/** Sends each request once, in order, as fast as answers come. */
export async function sendAll({
  port,
  requests,
  connections,
}: Pick<Load, 'port' | 'requests' | 'connections'>): Promise<Loaded> {
  const state = { next: 0, done: 0, latencies: [] as number[], endAt: Infinity, isOnce: true };
  const load = { port, requests, connections, milliseconds: Infinity, inspect: () => undefined };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, () => connection(load, state)));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { requests: state.done, perSecond: state.done / seconds, latencies: state.latencies };
}

type State = {
  next: number;
  done: number;
  latencies: number[];
  readonly endAt: number;
  readonly isOnce?: boolean;
};

function connection(load: Load, state: State): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: load.port, host: '127.0.0.1', noDelay: true });
    let request = 0;
    let sentAt = 0;
    let pending: Buffer | null = null;
    const send = (): void => {
      const isOver = state.isOnce === true && state.next === load.requests.length;
      if (isOver || performance.now() >= state.endAt) return void socket.end(() => resolve());
      request = state.next;
      state.next = state.isOnce === true ? request + 1 : (request + 1) % load.requests.length;
      sentAt = performance.now();
      socket.write(load.requests[request]!);
    };
    socket.on('connect', send);
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      const bytes = pending === null ? chunk : Buffer.concat([pending, chunk]);
      const length = lengthOf(bytes);
      pending = length === -1 || bytes.length < length ? bytes : null;
      if (pending !== null) return;
      try {
        finish({ load, state, request, bytes });
      } catch (error) {
        return fail(socket, error, reject);
      }
      state.latencies.push(performance.now() - sentAt);
      send();
    });
  });
}

function fail(socket: Socket, error: unknown, reject: (error: unknown) => void): void {
  socket.destroy();
  reject(error);
}

/** Of a whole answer; -1 while its head is not there. */
function lengthOf(bytes: Buffer): number {
  const end = bytes.indexOf(END_OF_HEAD);
  if (end === -1) return -1;
  if (isUnchanged(bytes)) return end + 4;
  const head = bytes.toString('latin1', 0, end);
  const at = head.toLowerCase().indexOf('content-length: ');
  if (at === -1) throw new Error(`an answer without a length: ${head}`);
  return end + 4 + Number.parseInt(head.slice(at + 16), 10);
}

const isWhole = (bytes: Buffer): boolean => bytes[9] === 50 && bytes[10] === 48 && bytes[11] === 48;
const isUnchanged = (bytes: Buffer): boolean => bytes[9] === 51 && bytes[10] === 48 && bytes[11] === 52;

type Finished = { load: Load; state: State; request: number; bytes: Buffer };

function finish({ load, state, request, bytes }: Finished): void {
  // Anything but `HTTP/1.1 200` voids the run.
  const isRight = isWhole(bytes) || (load.mayBeUnchanged === true && isUnchanged(bytes));
  if (!isRight) throw new Error(`an answer that is no 200: ${bytes.toString('latin1', 0, 200)}`);
  state.done += 1;
  if (state.done % INSPECT_EVERY !== 0) return;
  const end = bytes.indexOf(END_OF_HEAD);
  load.inspect(request, bytes.toString('utf8', end + 4), bytes.toString('latin1', 0, end));
}
