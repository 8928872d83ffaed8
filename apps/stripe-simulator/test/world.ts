import type { IncomingMessage, ServerResponse } from 'node:http';
import { createLogger } from '@gatefold/service-kit';
import { createAnswers } from '../src/adapters/sqlite/answers.ts';
import { openDatabase } from '../src/adapters/sqlite/database.ts';
import { createIds } from '../src/adapters/sqlite/ids.ts';
import { createSettings } from '../src/adapters/sqlite/settings.ts';
import { createUnits } from '../src/adapters/sqlite/units.ts';
import { createEngine } from '../src/clock/engine.ts';
import { defaultDunning, type Dunning } from '../src/domain/dunning.ts';
import type { Kind, Of } from '../src/domain/objects.ts';
import { createMatcher } from '../src/http/matcher.ts';
import { answer } from '../src/http/perform.ts';
import { routes } from '../src/http/routes/index.ts';
import { encoded } from './fuzz.ts';

export type Json = Readonly<Record<string, unknown>>;

/** The API and the engine without a socket and without webhooks, for histories by the hundred. */
export function openWorld() {
  const database = openDatabase(':memory:');
  const ids = createIds(createSettings(database), 'world');
  let dunning: Dunning = defaultDunning;
  let now = 0;
  const units = createUnits({
    database,
    ids,
    dunning: () => dunning,
    pageUrl: 'http://localhost:1',
    queue: () => undefined,
  });
  const engine = createEngine(units);
  const match = createMatcher(routes);
  const parts = {
    units,
    answers: createAnswers(database),
    seconds: () => now,
    pageUrl: 'http://localhost:1',
    logger: createLogger('world', 'silent' as 'error'),
    onChange: () => undefined,
  };

  const call = (method: 'delete' | 'get' | 'post', path: string, params: object = {}) => {
    const matched = match(method, path);
    if (matched === null) throw new Error(`no ${method} ${path}`);
    const form = new URLSearchParams();
    encoded(params, '', form);
    const { status, body } = answer(parts, matched.route, {
      req: { headers: {} } as IncomingMessage,
      res: { setHeader: () => undefined } as unknown as ServerResponse,
      method: method.toUpperCase(),
      path,
      params: matched.params,
      text: form.toString(),
      requestId: 'req_world',
      startedAt: 0,
    });
    return { status, body: JSON.parse(body) as Json };
  };

  return {
    /** An empty world at this instant. */
    begin(at: number, how: Dunning = defaultDunning): void {
      for (const table of ['object', 'answer']) database.run(`DELETE FROM ${table}`);
      database.memory.forget();
      ids.restart();
      [now, dunning] = [at, how];
    },
    now: () => now,
    call,
    /** What must go well. */
    must(method: 'delete' | 'get' | 'post', path: string, params: object = {}): Json {
      const { status, body } = call(method, path, params);
      if (status !== 200) throw new Error(`${method} ${path} → ${status} ${JSON.stringify(body)}`);
      return body;
    },
    turn(seconds: number): void {
      const target = now + seconds;
      for (let due = engine.nextDue(); due !== null && due <= target; due = engine.nextDue()) {
        now = Math.max(now, due);
        engine.runDue(now);
      }
      now = target;
    },
    /** Every object of a kind, newest first. */
    all: <K extends Kind>(kind: K): Of<K>[] => units.read(now, (unit) => unit.list(kind, {})),
    close: () => database.close(),
  };
}

export type World = ReturnType<typeof openWorld>;
