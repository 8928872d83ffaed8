import { ApiProblem, identity, type Client } from '@gatefold/api';
import { fakeMachineClock } from '@gatefold/test-kit';
import { hash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSessions, type Sessions } from './sessions.ts';

const SECOND = 1_000;
const LIFETIME = 300 * SECOND;
const keyOf = (cookie: string): string => hash('sha256', cookie, 'base64url');

let running: Sessions | null = null;
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(async () => {
  await running?.worker.stop();
  running = null;
  vi.useRealTimers();
});

/** An identity in which sessions are open until they are ended, and an app that keeps them. */
function start(whileAway: 'last-answer' | 'nobody' = 'last-answer') {
  const clock = fakeMachineClock();
  const open = new Set(['one', 'two']);
  const told: string[] = [];
  const asked = { current: 0, news: 0 };
  const state = { isAway: false, isComplete: true, before: async (): Promise<void> => undefined };

  const answerTo = (endpoint: unknown, body: unknown): unknown => {
    if (endpoint === identity.endedSessions) {
      asked.news += 1;
      const isComplete = state.isComplete && asked.news > 1;
      return { data: told.splice(0), cursor: `1.${asked.news}`, isComplete };
    }
    asked.current += 1;
    const { sessionToken } = body as { sessionToken: string };
    if (!open.has(sessionToken)) throw new ApiProblem(401, 'session-ended', {});
    const tokenExpiresAt = new Date(clock.now().getTime() + LIFETIME).toISOString();
    return {
      ...{ readerId: sessionToken, role: 'reader', provisional: false, email: 'a@example.org', token: 't' },
      tokenExpiresAt,
    };
  };
  const client = {
    async call(endpoint: unknown, input?: { body?: unknown }) {
      if (state.isAway) throw new ApiProblem(503, 'temporarily-unavailable', {});
      const answer = answerTo(endpoint, input?.body);
      if (endpoint !== identity.endedSessions) await state.before();
      return answer;
    },
  } as unknown as Client;
  const sessions = createSessions({
    ...{ client, clock, mostKept: 10, whileAway },
    logger: { warn: () => undefined },
  });
  running = sessions;
  return {
    ...{ sessions, clock, asked, state },
    end(cookie: string, isTold = true) {
      open.delete(cookie);
      if (isTold) told.push(keyOf(cookie));
    },
    /** Machine time and the timers that wait for it. */
    async pass(milliseconds: number) {
      for (let left = milliseconds; left > 0; left -= SECOND) {
        clock.advance(Math.min(left, SECOND));
        await vi.advanceTimersByTimeAsync(Math.min(left, SECOND));
      }
    },
    kindOf: async (cookie: string) => (await sessions.of(cookie)).kind,
  };
}

describe('a session', () => {
  test('is asked for once in the life of its token while identity tells which have ended', async () => {
    const world = start();
    await world.sessions.worker.start();
    await world.pass(SECOND);
    for (let second = 0; second < 280; second += 20) {
      expect(await world.kindOf('one')).toBe('reader');
      await world.pass(20 * SECOND);
    }
    expect(world.asked.current).toBe(1);
    await world.pass(20 * SECOND);
    expect(await world.kindOf('one')).toBe('reader');
    expect(world.asked.current).toBe(2);
  });

  test('that ended elsewhere is over here within two seconds', async () => {
    const world = start();
    await world.sessions.worker.start();
    await world.pass(SECOND);
    expect(await world.kindOf('one')).toBe('reader');
    world.end('one');
    await world.pass(2 * SECOND);
    expect(world.sessions.believed('one')).toBeNull();
    expect(await world.kindOf('one')).toBe('ended');
    expect(await world.kindOf('two')).toBe('reader');
  });

  test('that ends while it is asked for is not kept by the older answer', async () => {
    const world = start();
    await world.sessions.worker.start();
    await world.pass(SECOND);
    world.state.before = async () => {
      world.state.before = async () => undefined;
      world.end('one');
      await world.pass(2 * SECOND);
    };
    await world.kindOf('one');
    expect(world.sessions.believed('one')).toBeNull();
    expect(await world.kindOf('one')).toBe('ended');
  });

  test('is asked for again after a restore of identity, whoever it is', async () => {
    const world = start();
    await world.sessions.worker.start();
    await world.pass(SECOND);
    await world.kindOf('one');
    world.end('one', false);
    world.state.isComplete = false;
    await world.pass(2 * SECOND);
    expect(await world.kindOf('one')).toBe('ended');
  });

  test('is asked for every fifteen seconds where nothing is heard', async () => {
    const world = start();
    await world.kindOf('one');
    world.end('one');
    await world.pass(14 * SECOND);
    expect(await world.kindOf('one')).toBe('reader');
    await world.pass(SECOND);
    expect(await world.kindOf('one')).toBe('ended');
  });

  test('is not believed on the strength of news that stopped fifteen seconds ago', async () => {
    const world = start('nobody');
    await world.sessions.worker.start();
    await world.pass(SECOND);
    await world.kindOf('one');
    await world.pass(30 * SECOND);
    expect(world.sessions.believed('one')).not.toBeNull();
    world.state.isAway = true;
    await world.pass(16 * SECOND);
    expect(world.sessions.believed('one')).toBeNull();
    expect(await world.kindOf('one')).toBe('unknown');
  });

  test('goes on while identity is away, as long as its token lives, and not longer', async () => {
    const world = start();
    await world.kindOf('one');
    world.state.isAway = true;
    await world.pass(280 * SECOND);
    expect(await world.kindOf('one')).toBe('reader');
    await world.pass(11 * SECOND);
    expect(await world.kindOf('one')).toBe('unknown');
  });

  test('that is signed out here is over at once', async () => {
    const world = start();
    await world.kindOf('one');
    world.sessions.forget('one');
    expect(world.sessions.believed('one')).toBeNull();
  });
});
